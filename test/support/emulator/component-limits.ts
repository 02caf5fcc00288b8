/**
 * What Discord refuses in a message's components beyond their shape: rows, widths, identifiers, totals. Alone because
 * components nest, and everything here is one walk over that tree.
 */
import { type FormProblem, problem, required } from './refusal.js';

/** Any component, as far as these rules look into it. */
export interface Component {
  readonly type: number;
  readonly custom_id?: string | null;
  readonly style?: number;
  readonly label?: string | null;
  readonly emoji?: unknown;
  readonly url?: string | null;
  readonly sku_id?: string | null;
  readonly disabled?: boolean | null;
  readonly content?: string;
  readonly min_values?: number | null;
  readonly max_values?: number | null;
  readonly options?: readonly SelectOption[];
  readonly components?: readonly Component[];
  readonly component?: Component;
  readonly accessory?: Component;
}

interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly default?: boolean | null;
}

interface Placed {
  readonly component: Component;
  readonly path: readonly (string | number)[];
}

const row = 1;
const button = 2;
const stringSelect = 3;
const linkStyle = 5;
const premiumStyle = 6;
const maxRows = 5;
const maxComponents = 40;
const maxText = 4000;

/** The problems of a message's (or a modal's) components. `v2`: the message has the Components V2 flag. */
export function checkComponents(raw: readonly unknown[], v2: boolean): FormProblem[] {
  const components = raw as readonly Component[];
  const all = walk(components, ['components']);
  return [
    ...(v2 ? totalProblems(all) : rowProblems(components)),
    ...all.flatMap((placed) => (placed.component.type === row ? widthProblems(placed) : [])),
    ...all.flatMap((placed) => (placed.component.type === button ? buttonProblems(placed) : [])),
    ...all.flatMap((placed) => (placed.component.type === stringSelect ? selectProblems(placed) : [])),
    ...duplicateProblems(all),
  ];
}

/** Every component of the tree, outer before inner. */
export function walk(components: readonly Component[], above: Placed['path']): Placed[] {
  return components.flatMap((component, index) => inside(component, [...above, index]));
}

function inside(component: Component, path: Placed['path']): Placed[] {
  return [
    { component, path },
    ...walk(component.components ?? [], [...path, 'components']),
    ...(component.component === undefined ? [] : inside(component.component, [...path, 'component'])),
    ...(component.accessory === undefined ? [] : inside(component.accessory, [...path, 'accessory'])),
  ];
}

function rowProblems(components: readonly Component[]): FormProblem[] {
  const strangers = components.flatMap((component, index) =>
    component.type === row
      ? []
      : [problem(['components', index, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).')],
  );
  if (components.length <= maxRows) return strangers;
  return [...strangers, problem(['components'], 'BASE_TYPE_MAX_LENGTH', `Must be ${maxRows} or fewer in length.`)];
}

function totalProblems(all: readonly Placed[]): FormProblem[] {
  const text = all.reduce((sum, { component }) => sum + (component.content ?? '').length, 0);
  return [
    ...(all.length > maxComponents
      ? [problem(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', `At most ${maxComponents} components`)]
      : []),
    ...(text > maxText
      ? [problem(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `At most ${maxText} characters of text`)]
      : []),
  ];
}

function widthProblems({ component, path }: Placed): FormProblem[] {
  const inner = component.components ?? [];
  const buttons = inner.filter(({ type }) => type === button).length;
  const isFine = buttons === inner.length ? buttons >= 1 && buttons <= 5 : inner.length === 1;
  if (isFine) return [];
  return [problem([...path, 'components'], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A row is 5 buttons or 1 menu.')];
}

function buttonProblems({ component, path }: Placed): FormProblem[] {
  const { style, custom_id: id, url, label, emoji } = component;
  const isPremium = style === premiumStyle;
  const labelled = (label ?? '').trim() !== '' || (emoji !== undefined && emoji !== null);
  const exclusive = problem(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'Only one of custom_id, url.');
  return [
    ...(labelled || isPremium ? [] : [required([...path, 'label'])]),
    ...(style === linkStyle && !url ? [required([...path, 'url'])] : []),
    ...(style === linkStyle && url && !/^(https?|discord):\/\//i.test(url)
      ? [problem([...path, 'url'], 'URL_TYPE_INVALID_SCHEME', 'Scheme must be http, https or discord.')]
      : []),
    ...(style !== linkStyle && !isPremium && !id ? [required([...path, 'custom_id'])] : []),
    ...(id && url ? [exclusive] : []),
  ];
}

function selectProblems({ component, path }: Placed): FormProblem[] {
  const options = component.options ?? [];
  const values = options.map(({ value }) => value);
  const most = component.max_values ?? 1;
  const chosen = options.filter((option) => option.default === true).length;
  const empty = options.flatMap((option, index) => [
    ...(option.label.trim() === '' ? [required([...path, 'options', index, 'label'])] : []),
    ...(option.value === '' ? [required([...path, 'options', index, 'value'])] : []),
  ]);
  return [
    ...empty,
    ...(new Set(values).size < values.length
      ? [
          problem(
            [...path, 'options'],
            'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
            'The specified option value is used',
          ),
        ]
      : []),
    ...(most > options.length || (component.min_values ?? 1) > most
      ? [problem([...path, 'max_values'], 'NUMBER_TYPE_MAX', 'Between min_values and the number of options.')]
      : []),
    ...(chosen > most ? [problem(path, 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', 'More defaults than max_values.')] : []),
  ];
}

function duplicateProblems(all: readonly Placed[]): FormProblem[] {
  const seen = new Set<string>();
  return all.flatMap(({ component, path }) => {
    const id = component.custom_id;
    if (id === undefined || id === null) return [];
    if (seen.has(id)) {
      const text = 'Component custom id cannot be duplicated';
      return [problem([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', text)];
    }
    seen.add(id);
    return [];
  });
}
