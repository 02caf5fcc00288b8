/** `/gaps`: what was asked and not answered, to be answered by pointing at a document or dismissed. For moderators. */
import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Choices, Command, Typing } from '../src/message/command.js';
import { described, IN_SERVERS, text } from '../src/message/command-options.js';
import { pointKey } from '../src/message/control-gaps.js';
import { answerGap, gapNamed, openGaps, showGap, showGaps } from '../src/message/gap-acts.js';
import { menuText } from '../src/message/gaps.js';
import { LIMITS } from '../src/message/limits.js';

const { Integer, String: Text } = ApplicationCommandOptionType;

export const gaps = {
  data: {
    ...IN_SERVERS,
    name: 'gaps',
    ...described('command.gaps'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      { type: Integer, name: 'page', ...described('command.gaps.page'), min_value: 1, max_value: 100 },
      { type: Text, name: 'question', ...described('command.gaps.question'), autocomplete: true },
      { type: Text, name: 'document', ...described('command.gaps.document'), autocomplete: true },
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  async suggest(typing) {
    if (!typing.caller.isModerator) return [];
    return typing.focused === 'question' ? questionChoices(typing) : documentChoices(typing);
  },
  async execute(context) {
    const { options } = context;
    const page = Math.max(0, Number(options['page'] ?? 1) - 1) || 0;
    const [question, document] = [text(options, 'question').trim(), text(options, 'document').trim()];
    if (question === '') return showGaps(context, page);
    const id = await gapNamed(context, question);
    return document === '' ? showGap(context, id, page) : answerGap(context, { id, page }, document);
  },
} satisfies Command;

async function questionChoices({ engine, caller, options, words }: Typing): Promise<Choices> {
  const typed = text(options, 'question').trim().toLowerCase();
  const open = await openGaps({ engine, guildId: caller.guildId });
  const like = open.filter(({ question }) => question.toLowerCase().includes(typed)).slice(0, LIMITS.menuOptions);
  return like.map(({ id, question }) => ({ name: menuText(question) || words.text('quote.untitled'), value: id }));
}

async function documentChoices({ engine, caller, options, words }: Typing): Promise<Choices> {
  const typed = text(options, 'document').trim();
  const found = await engine.suggest({ text: typed, visible: caller.visible, limit: LIMITS.menuOptions });
  return found.map((each) => ({
    name: menuText(each.title ?? '') || menuText(each.documentId) || words.text('quote.untitled'),
    value: pointKey(each),
  }));
}
