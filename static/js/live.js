// One event stream a tab. A message says only what changed, {"type": "Organisation", "id": "org_12", "verb": "…"}; an element with
// data-live="Organisation", "org_12 …" or "Comment:demand_3" (one of its comments) asks again for its own fragment and morphs it in, so the server decides anew what may be seen.
// A hidden tab holds no connection (browsers allow six to a host): it catches up when it is looked at.
import { isTyping } from './content.js';

const GATHER_MS = 400;
const SPREAD_MS = 800;
const PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 600_000;
let source = null;
let missed = false;
let pause = PAUSE_MS;
const timers = new Map();

const busy = (element) => isTyping(document.activeElement) && element.contains(document.activeElement)
    || element.querySelector('input[data-pick]:checked, details.step[open], .sending:not([hidden])') !== null
    || [...element.querySelectorAll('input[type=file]')].some((field) => field.files.length > 0);

function refresh(element) {
    timers.delete(element);
    if (!element.isConnected) return;
    if (busy(element)) return later(element);
    const url = element.dataset.liveUrl ?? location.pathname + location.search;
    htmx.ajax('GET', url, { source: element, target: element, swap: 'outerMorph', quiet: true });
}

// Whoever began to type while the answer was on its way keeps what they have open; it is asked for again.
document.addEventListener('htmx:before:swap', (event) => {
    const { quiet, sourceElement } = event.detail.ctx;
    if (!quiet || !busy(sourceElement)) return;
    event.preventDefault();
    later(sourceElement);
});

// Not begun anew by each message, or in a busy hour nothing would ever be asked for.
function later(element) {
    if (!timers.has(element)) timers.set(element, setTimeout(refresh, GATHER_MS + Math.random() * SPREAD_MS, element));
}

const elements = (...names) => [...document.querySelectorAll('[data-live]')]
    .filter((element) => !names.length || element.dataset.live.split(' ').some((name) => names.includes(name)));

function open() {
    // What happened while the page was on its way is told first.
    source = new EventSource(`/live?heard=${document.body.dataset.heard}&age=${Math.ceil(performance.now())}`);
    source.addEventListener('message', (event) => {
        const { type, id, item } = JSON.parse(event.data);
        (type === 'Everything' ? elements() : elements(type, id, `${type}:${item}`)).forEach(later);
    });
    source.addEventListener('error', () => {
        missed = true;
        // After an answer that is no stream (503 while the server is away, 204 for who gets none) the browser does not try again.
        if (source?.readyState !== EventSource.CLOSED) return;
        source = null;
        setTimeout(follow, pause + Math.random() * pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    });
    source.addEventListener('open', () => {
        if (missed) elements().forEach(later);
        missed = false;
        pause = PAUSE_MS;
    });
}

function follow() {
    const wanted = document.visibilityState === 'visible' && elements().length > 0;
    if (wanted && !source) open();
    if (wanted || !source) return;
    source.close();
    source = null;
    missed = true;
}

document.addEventListener('visibilitychange', follow);
document.addEventListener('htmx:after:swap', follow);
follow();
