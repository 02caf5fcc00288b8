/** The other end of `child.mjs`: does what is asked of a process, one call after another. */

/** `calls` are functions by name, each given what was sent. */
export function serve(calls) {
  process.on('message', async ({ name, given }) => {
    try {
      const result = await calls[name](given);
      if (process.connected) process.send({ result });
    } catch (error) {
      process.send({ error: error.stack });
    }
  });
  process.send({ result: 'ready' });
}
