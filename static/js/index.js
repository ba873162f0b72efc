// Everything a page can do beyond plain links and forms. Each module listens on the document, so what htmx swaps in needs no setting up.
import './bulk.js';
import './combobox.js';
import './confirm.js';
import './drafts.js';
import './filters.js';
import './live.js';
import './mentions.js';
import './menus.js';
import './offline.js';
import './shortcuts.js';
import './suggest.js';
import './uploads.js';
