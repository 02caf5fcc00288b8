/**
 * What every test file starts with. Property tests look at new values in every run, except in continuous integration: there
 * a red run must be the change's own doing. A failure prints its seed either way.
 */
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { releaseClosed } from '../../src/index/statements.js';

const CI_SEED = 20_261_122;

if (process.env['CI'] === 'true') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: CI_SEED });

afterAll(releaseClosed);
