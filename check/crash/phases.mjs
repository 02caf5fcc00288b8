// What is killed: each phase changes the folder, if it does, and names the operations of the process that is killed.
// `marker` is the part of the process at which a kill by the clock is aimed.

const NO_COMPACTION = { leastCompaction: 1_000_000 };

const folderOf = ({ corpus }) => ({ targets: [corpus.folder] });

const PHASES_OF_CHILD = {
  ingest: {
    weight: 3,
    markers: ['command', 'command', 'command', 'open', 'start'],
    prepare: (life) => {
      life.corpus.add(life.truth === undefined ? life.size : life.size / 4);
      if (life.truth !== undefined) life.corpus.change(4);
      life.tombstones.clear();
      return { operations: [{ do: 'ingest', ...folderOf(life), restoreRemoved: true }] };
    },
  },
  reindex: {
    weight: 3,
    markers: ['command', 'command', 'command', 'open'],
    prepare: (life) => {
      life.stir();
      return { operations: [{ do: 'reindex' }] };
    },
  },
  'reindex --full': {
    weight: 1,
    markers: ['command'],
    prepare: () => ({ operations: [{ do: 'reindex', full: true }] }),
  },
  remove: {
    weight: 2,
    markers: ['command', 'command', 'open'],
    firstCounts: { statements: 24 },
    prepare: (life) => {
      const ids = life.chooseIds(life.surface.operationsAtOnce);
      for (const id of ids) life.tombstones.add(id);
      return { operations: ids.map((documentId) => ({ do: 'remove', documentId })) };
    },
  },
  erase: {
    weight: 1,
    markers: ['command'],
    prepare: (life) => {
      const [documentId] = life.chooseIds(1);
      life.tombstones.add(documentId);
      const { text } = life.truth.dump.documents[documentId];
      return { operations: [{ do: 'erase', documentId }], erased: text.slice(0, 60) };
    },
  },
  undo: {
    weight: 1,
    markers: ['command'],
    // Run twice it takes back two changes: it is done once it shows, whether or not it could say so.
    once: true,
    prepare: async (life) => {
      const after = life.truth;
      // A line that moves in its file is not a change, and stays moved: none is dropped.
      life.stir({ withLines: false });
      await life.quietly([{ do: 'reindex' }]);
      return { operations: [{ do: 'undo' }], after, restore: [{ do: 'reindex' }] };
    },
  },
  'graph saving': {
    weight: 4,
    markers: ['settle', 'save', 'save', 'name'],
    calls: ['files', 'files', 'torn'],
    prepare: (life) => {
      // More than a graph bears beside it, so that one is saved at the end.
      life.corpus.change(10);
      life.corpus.add(10);
      life.tombstones.clear();
      return { operations: [{ do: 'ingest', ...folderOf(life), restoreRemoved: true }] };
    },
  },
  compaction: {
    weight: 3,
    markers: ['settle', 'compact', 'compact'],
    firstCounts: { statements: 40 },
    prepare: async (life) => {
      // What the last change replaced is kept at hand for its undo: there must be one before it.
      for (const _ of [1, 2]) {
        life.stir();
        await life.quietly([{ do: 'reindex' }], NO_COMPACTION);
      }
      return { operations: [{ do: 'settle' }], sizes: { leastCompaction: 1 } };
    },
  },
  migration: {
    weight: 1,
    markers: ['open'],
    firstCounts: { statements: 12 },
    // Each round begins with an index of the oldest schema.
    fromFixture: true,
    prepare: ({ truth }) => ({ operations: [{ do: 'settle' }], after: truth }),
  },
  'model swap': {
    weight: 4,
    markers: ['command', 'command', 'command', 'swap', 'settle'],
    prepare: async (life) => {
      const { size } = life.truth.dump;
      const isAlone = life.random.below(2) === 0;
      life.nextModel();
      // First what is stored is swapped, then what changed in the folder is read.
      const between = await life.scratch();
      if (!isAlone) life.stir();
      // Gone on with, not begun again: a passage is embedded once, but for the document at hand at a kill.
      return { operations: [{ do: 'reindex' }], between, ...(isAlone && { embedsAtMost: size }) };
    },
  },
};

/** The same through the real commands, with the bundled model; killed by the clock alone. */
const TERMINAL = Object.fromEntries(
  ['ingest', 'reindex', 'remove', 'undo'].map((name) => {
    const through = { weight: 0.5, markers: ['start'], calls: [], isTerminal: true };
    return [`verbatim ${name}`, { ...PHASES_OF_CHILD[name], ...through }];
  }),
);

export const PHASES = { ...PHASES_OF_CHILD, ...TERMINAL };
