import { sentence } from './content.js';
import { toast } from './toast.js';

function show() {
    const banner = document.getElementById('offline');
    if (banner) banner.hidden = navigator.onLine;
}
addEventListener('online', show);
addEventListener('offline', show);
document.addEventListener('htmx:after:swap', show);
show();

// No answer at all: the network, or the server is being restarted.
document.addEventListener('htmx:error', (event) => {
    if (event.detail.ctx?.quiet) return;
    toast(sentence(event.detail.ctx?.request?.method === 'GET' ? 'unreachable' : 'unsent'), 'danger');
});

// An answer that is not for this place on the page (htmx-config names them under noSwap).
document.addEventListener('htmx:response:error', (event) => {
    const { status } = event.detail.ctx.response;
    if (status === 401) {
        location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    } else if (status !== 422 && !event.detail.ctx.quiet) {
        toast(sentence({ 403: 'forbidden', 404: 'gone', 429: 'busy' }[status] ?? 'failed'), 'danger');
    }
});
