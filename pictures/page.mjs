// A message as Discord shows it in its dark theme, made from the JSON that the bot sends: embeds, buttons and menus, and
// of markdown what the bot uses. Colours and sizes are read off Discord's own style sheet; where its font is missing,
// Discord itself falls back to Noto Sans.
import { parse } from 'discord-markdown-parser';

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; background: #313338; color: #dbdee1; font: 400 16px/1.375 'gg sans', 'Noto Sans', 'Helvetica Neue', sans-serif; }
main { width: 640px; padding: 14px 16px 18px 72px; position: relative; }
.asked { font-size: 14px; color: #b5bac1; margin: 0 0 4px -14px; display: flex; gap: 6px; align-items: center; }
.asked::before { content: ''; width: 30px; height: 9px; margin: 6px 2px 0 -22px; border: solid #4e5058; border-width: 2px 0 0 2px; border-radius: 6px 0 0 0; }
.asked b { color: #f2f3f5; font-weight: 500; } .asked code { font: inherit; color: #00a8fc; }
.avatar { position: absolute; left: 16px; width: 40px; height: 40px; border-radius: 50%; background: #3b7a57; color: #fff; font: 600 24px/38px 'Noto Serif', serif; text-align: center; }
.who { font-weight: 500; color: #f2f3f5; } .app { font: 500 10px/15px 'Noto Sans', sans-serif; background: #5865f2; color: #fff; border-radius: 4px; padding: 0 4px; margin: 0 6px 0 4px; vertical-align: 2px; display: inline-block; }
.when { font-size: 12px; color: #949ba4; }
.embed { margin-top: 6px; max-width: 520px; background: #2b2d31; border-left: 4px solid; border-radius: 4px; padding: 8px 16px 16px 12px; font-size: 14px; line-height: 18px; overflow-wrap: anywhere; }
.embed h4 { margin: 8px 0 0; font-size: 16px; line-height: 22px; font-weight: 600; color: #f2f3f5; }
.embed .text { margin-top: 8px; } .embed footer { margin-top: 8px; font-size: 12px; }
.field { margin-top: 8px; } .field b { display: block; color: #f2f3f5; font-weight: 600; }
.gap { height: 18px; } strong { font-weight: 700; } a { color: #00a8fc; text-decoration: none; }
.subtext { font-size: 13px; line-height: 18px; color: #949ba4; } .item { padding-left: 22px; position: relative; } .item::before { content: '•'; position: absolute; left: 9px; }
blockquote { margin: 0; padding: 0 8px 0 12px; border-left: 4px solid #4e5058; border-radius: 4px; }
code { background: #1e1f22; border-radius: 4px; padding: 0 .2em; font: 12px 'DejaVu Sans Mono', monospace; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; max-width: 560px; }
button { font: 500 14px/16px 'Noto Sans', sans-serif; color: #fff; background: #4e5058; border: 0; border-radius: 8px; height: 32px; padding: 2px 14px; }
button.s1 { background: #5865f2; } button.s3 { background: #248046; } button.s4 { background: #da373c; } button:disabled { opacity: .5; }
.menu { width: 400px; background: #1e1f22; border-radius: 8px; padding: 8px 12px; color: #949ba4; font-size: 14px; }
.mention { background: #5865f24d; color: #c9cdfb; border-radius: 3px; padding: 0 2px; } .moment { background: #4e505855; border-radius: 3px; padding: 0 2px; }
.private { font-size: 12px; color: #949ba4; margin-top: 8px; } .private i { color: #00a8fc; font-style: normal; }
`;

/** The whole page for one command's reply: `asked` is what stood before it, `isPrivate` whether others see it. */
export function page(views, { user, asked, isPrivate }) {
  const body = views.map((view) => message(view)).join('');
  const only = isPrivate ? '<div class="private">👁 Only you can see this · <i>Dismiss message</i></div>' : '';
  return `<!DOCTYPE html><meta charset="utf-8"><style>${STYLE}</style><main>
<div class="asked"><b>${escaped(PEOPLE.get(user) ?? user)}</b> used <code>${escaped(asked)}</code></div>
<div class="avatar">”</div><span class="who">Verbatim</span><span class="app">APP</span><span class="when">Today at 09:30</span>
${body}${only}</main>`;
}

function message({ content = '', embeds = [], components = [] }) {
  const rows = components.map((row) => `<div class="row">${row.components.map(control).join('')}</div>`);
  return [content === '' ? '' : markdown(content), ...embeds.map(embed), ...rows].join('\n');
}

function embed({ title = '', description = '', color = 0x202225, fields = [], footer }) {
  const colour = `#${color.toString(16).padStart(6, '0')}`;
  const parts = [
    title === '' ? '' : `<h4>${markdown(title)}</h4>`,
    description === '' ? '' : `<div class="text">${markdown(description)}</div>`,
    ...fields.map(({ name, value }) => `<div class="field"><b>${markdown(name)}</b>${markdown(value)}</div>`),
    footer === undefined ? '' : `<footer>${escaped(footer.text)}</footer>`,
  ];
  return `<div class="embed" style="border-color:${colour}">${parts.join('')}</div>`;
}

/** A button is type 2; the menus are 3 and 5 to 8. */
function control({ type, style, label = '', emoji, disabled = false, placeholder = 'Make a selection' }) {
  if (type !== 2) return `<div class="menu">${escaped(placeholder)}</div>`;
  const shown = [emoji?.name, label].filter((part) => part !== undefined && part !== '').map(escaped);
  return `<button class="s${style}"${disabled ? ' disabled' : ''}>${shown.join(' ')}</button>`;
}

/** Lists are drawn line by line, since the parser leaves them as text. */
function markdown(source) {
  return source
    .split('\n')
    .map((line) => {
      if (line.trim() === '') return '<div class="gap"></div>';
      const item = /^- (?=\S)/.test(line);
      return `<div${item ? ' class="item"' : ''}>${parse(item ? line.slice(2) : line, 'extended')
        .map(node)
        .join('')}</div>`;
    })
    .join('');
}

/** Names of the people in the pictures, by id: Discord shows the name that its reader knows. */
export const PEOPLE = new Map([
  ['100000000000000001', 'ada'],
  ['100000000000000002', 'grace'],
]);

/** As Discord writes a moment for a reader in Britain. */
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const TAGS = { strong: 'strong', em: 'em', underline: 'u', strikethrough: 's', blockQuote: 'blockquote' };

function node({ type, content, target, name, id, timestamp }) {
  if (type === 'br') return '<br>';
  if (type === 'twemoji') return escaped(name);
  const inner = Array.isArray(content) ? content.map(node).join('') : escaped(content ?? '');
  if (type === 'text') return inner;
  if (type === 'subtext') return `<div class="subtext">${inner}</div>`;
  if (type === 'link' || type === 'url' || type === 'autolink')
    return `<a href="${escaped(target ?? '')}">${inner}</a>`;
  if (type === 'inlineCode' || type === 'codeBlock') return `<code>${inner}</code>`;
  if (type === 'user') return `<span class="mention">@${escaped(PEOPLE.get(id) ?? id)}</span>`;
  if (type === 'timestamp') return `<span class="moment">${MOMENT.format(new Date(Number(timestamp) * 1000))}</span>`;
  const tag = TAGS[type];
  // A picture must not show less than the message says.
  if (tag === undefined) throw new Error(`The picture of a message has no drawing for markdown of type ${type}.`);
  return `<${tag}>${inner}</${tag}>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
