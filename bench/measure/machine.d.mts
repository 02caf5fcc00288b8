export function machineLines(): readonly string[];
