/** A small folder of documents for the end-to-end tests: invented papers about an invented harbour treaty. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const TALKS = `---
title: Corvane and Elmsby sit down at Port Ansel
publisher: The Ansel Gull
date: 2025-03-04
---

# Corvane and Elmsby sit down at Port Ansel

Delegations from Corvane and Elmsby met in the old customs house on Tuesday to settle the quarrel over the harbour dues.

The talks were mediated by the retired judge Petra Vane, whom both towns had asked for. Judge Vane said that she would
stay until a text was signed. The delegations agreed to meet again on Thursday.

## What divides them

Corvane wants the dues to be halved for fishing boats. Elmsby wants them to stay as they are until the new breakwater is
paid for.
`;

const TREATY = `---
title: Harbour treaty signed
publisher: Elmsby Courier
date: 2025-03-21
---

# Harbour treaty signed

The harbour treaty was signed on 20 March 2025 in the customs house of Port Ansel.

Under the treaty the harbour dues for fishing boats fall by a third. Under the treaty a joint harbour office collects the
harbour dues. Under the treaty the harbour office publishes its accounts every spring. Under the treaty each town sends
three members to the harbour council. Under the treaty the harbour council meets in Port Ansel every month.

The breakwater will be finished by the autumn of 2027, the harbour master Tobin Reyle said.
`;

const FERRY =
  'Ferry fares rise\n\nThe ferry between Corvane and the island of Sorrel costs four crowns from May on. Children travel free.\n';

/** Enough short notices for a second page of sources. */
const NOTICES = [
  'The bakery on Quay Street closes on Mondays.',
  'The lighthouse of Sorrel is painted white again.',
  'The school choir sings in the customs house on Sunday.',
  'A grey seal was seen near the breakwater.',
  'The town library lends sea charts to members.',
  'The winter market moves to the rope works.',
  'The bridge over the Ansel carries carts again.',
  'The rope works hire twelve apprentices.',
  'The harbour clock runs seven minutes late.',
  'The tide tables for the year are on sale.',
];

/** Writes them into `folder`, which is made. */
export async function writeHarbourPapers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files: [string, string][] = [
    ['talks.md', TALKS],
    ['treaty.md', TREATY],
    ['ferry.txt', FERRY],
    ...NOTICES.map((notice, at): [string, string] => [`notice-${at + 1}.txt`, `${notice}\n`]),
  ];
  await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)));
}
