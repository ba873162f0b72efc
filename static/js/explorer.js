// The explorer's editors: CodeMirror in place of the text fields, completion and mistakes from the contract, and running without
// leaving the page. The editors live in shadow roots, because there CodeMirror's styles are style sheets of the document's making,
// which the content policy allows; elements with styles in them it does not.
import { EditorState, EditorView, HighlightStyle, Prec, basicSetup, buildSchema, graphql, json, jsonParseLinter, keymap, linter, parse,
  syntaxHighlighting, tags, updateSchema } from '../vendor/codemirror-6.0.2.min.js';

const form = document.getElementById('explorer');
const told = document.getElementById('told');

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', border: '1px solid var(--line-field)', borderRadius: 'var(--radius)',
    fontSize: '0.875rem', maxHeight: '70vh' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--font-number)', overflow: 'auto', minHeight: 'var(--least, 4rem)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { color: 'var(--text-muted)', backgroundColor: 'var(--surface-sunken)', borderRight: '1px solid var(--line-soft)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--surface-hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--focus) 30%, transparent)' },
  '.cm-tooltip, .cm-panels': { color: 'var(--text)', backgroundColor: 'var(--surface)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--on-accent)', backgroundColor: 'var(--accent)' },
  '.cm-completionInfo': { maxWidth: '22rem' },
  '.cm-matchingBracket': { backgroundColor: 'var(--information-soft)', outline: '1px solid var(--line)' },
  '.cm-foldPlaceholder': { color: 'var(--text-muted)', backgroundColor: 'var(--surface-sunken)' },
});
const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword, tags.bool, tags.null, tags.atom], color: 'var(--accent-text)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--success)' },
  { tag: [tags.number, tags.variableName, tags.special(tags.name)], color: 'var(--warning)' },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], color: 'var(--information)' },
  { tag: [tags.comment, tags.punctuation], color: 'var(--text-muted)' },
]));

function edit(area, ...more) {
  const host = document.createElement('div');
  host.className = 'editor';
  area.before(host);
  // Seen from outside a key typed in here is typed on the page, and would be one of its shortcuts.
  host.addEventListener('keydown', (event) => event.stopPropagation());
  area.hidden = true;
  area.required = false;
  const root = host.attachShadow({ mode: 'open' });
  const label = area.labels[0] ?? document.getElementById(area.getAttribute('aria-labelledby'));
  const named = EditorView.contentAttributes.of({ 'aria-label': label.textContent });
  const keys = Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => { form.requestSubmit(); return true; } }]));
  const extensions = [keys, basicSetup, theme, colours, named, EditorView.lineWrapping, ...more];
  const view = new EditorView({ doc: area.value, parent: root, root, extensions });
  if (area.labels[0]) area.labels[0].addEventListener('click', () => view.focus());
  return view;
}

const wrong = linter((view) => (view.state.doc.toString().trim() ? jsonParseLinter()(view) : []));
const look = (_field, type, parent) => window.open(`/developers?search=${encodeURIComponent(type ?? parent ?? '')}`, '_blank', 'noopener');
const written = edit(form.elements.document, graphql(undefined, { onShowInDocs: look }));
const variables = edit(form.elements.variables, json(), wrong);
const answer = edit(document.getElementById('answer'), json(), EditorState.readOnly.of(true));

fetch(form.dataset.schema).then((response) => response.text()).then((text) => updateSchema(written, buildSchema(text)));

// Of several operations the one in which the cursor stands.
function operation(text) {
  try {
    const at = written.state.selection.main.head;
    const found = parse(text).definitions.filter((one) => one.kind === 'OperationDefinition');
    const here = found.find((one) => one.loc.start <= at && at <= one.loc.end) ?? found[0];
    return found.length > 1 ? here.name?.value : undefined;
  } catch { return undefined; }
}

function show(text) {
  answer.dispatch({ changes: { from: 0, to: answer.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
}

async function run() {
  const query = written.state.doc.toString(), given = variables.state.doc.toString().trim();
  let values = null;
  try { values = given ? JSON.parse(given) : null; } catch (error) { told.textContent = form.dataset.wrong + error.message; return; }
  const begun = performance.now();
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, variables: values, operationName: operation(query) }),
    });
    const text = await response.text();
    told.textContent = `${response.status} · ${Math.round(performance.now() - begun)} ms · ${(text.length / 1024).toFixed(1)} KB`;
    try { show(JSON.stringify(JSON.parse(text), null, 2)); } catch { show(text); }
  } catch { told.textContent = form.dataset.failed; }
}

form.addEventListener('submit', (event) => { event.preventDefault(); run(); });
