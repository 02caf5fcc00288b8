/** What a benchmark ran on, for the top of its report: figures without a machine mean nothing. */
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** `load` is the load average of the last minute, before the benchmark adds its own. */
export function machineFacts() {
  const [load] = loadavg();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    load: Math.round(load * 10) / 10,
  };
}

/** One line; a second one warns when others are at work on the machine. */
export function machineLines(facts = machineFacts()) {
  const { cpu, cores, memoryGiB, system, node, load } = facts;
  const line = `machine: ${cores} x ${cpu}, ${memoryGiB} GiB, ${system}, Node ${node}, load ${load}`;
  return load > cores / 2 ? [line, `note: the machine is busy (load ${load}): times are of little worth`] : [line];
}

/**
 * Resident bytes of this process once rubbish is collected. Start Node with `--expose-gc`, else what is counted includes
 * whatever the collector has not got round to.
 */
export function residentBytes() {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** Milliseconds of the processor that this process took since `before = process.cpuUsage()`: little troubled by others at work. */
export function cpuMsSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
