'use strict';
// Nothing here asks the network, and text of findings goes into the page as text only.
(() => {
  const find = (id) => document.getElementById(id);
  const json = (id) => JSON.parse(find(id).textContent);
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
  const explanations = json('explanations');
  const crops = json('crops');
  const cropOf = new Map(crops.map((crop) => [crop.crop, crop]));

  // ---- Tables whose rows all stand in the markup: sorted by the text of their cells.

  const numeric = (text) => parseFloat(text.replace(/,/g, ''));
  const compare = (a, b) => {
    const [x, y] = [numeric(a), numeric(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  };
  const sortButton = (head, act) => {
    const button = make('button', { type: 'button' }, ...head.childNodes);
    head.replaceChildren(button);
    head.setAttribute('aria-sort', 'none');
    button.addEventListener('click', () => {
      const order = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const other of head.parentElement.children) {
        if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
      }
      head.setAttribute('aria-sort', order);
      act(order === 'ascending' ? 1 : -1);
    });
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    [...table.tHead.rows[0].cells].forEach((head, column) => sortButton(head, (sign) => {
      const body = table.tBodies[0];
      const keyed = [...body.rows].map((row) => [row.cells[column].textContent, row]);
      keyed.sort((a, b) => sign * compare(a[0], b[0]));
      body.append(...keyed.map(([, row]) => row));
    }));
  }

  // ---- Packed findings.

  const plan = json('plan');
  const unpack = async (id) => {
    const element = find(id);
    const text = atob(element.textContent);
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Response(stream).arrayBuffer();
  };
  const columns = {};
  let flags = new Uint8Array(0);
  const [DIRECT, MOVED, PICTURED] = [1, 2, 4];
  const readIndex = async () => {
    const buffer = await unpack('index');
    let at = 0;
    for (const [name, list, width] of plan.words) {
      const kind = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[width];
      // A copy: columns do not start at multiples of their width.
      columns[name] = { list, rows: new kind(buffer.slice(at, at + plan.rows * width)) };
      at += plan.rows * width;
    }
    flags = new Uint8Array(buffer.slice(at, at + plan.rows));
  };
  const starts = [];
  plan.blocks.reduce((at, rows) => { starts.push(at); return at + rows; }, 0);
  const blockOf = (row) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= row) low = middle; else high = middle - 1;
    }
    return low;
  };
  const kept = new Map();
  const KEPT = 24;
  const block = async (number) => {
    let texts = kept.get(number);
    if (!texts) {
      texts = JSON.parse(new TextDecoder().decode(await unpack(`block-${number}`)));
      kept.set(number, texts);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    }
    return texts;
  };
  const finding = async (row) => {
    const number = blockOf(row);
    const texts = await block(number);
    const found = { row, direct: !!(flags[row] & DIRECT), moved: !!(flags[row] & MOVED) };
    for (const [name, list] of plan.words) found[name] = list[columns[name].rows[row]];
    plan.texts.forEach((name, column) => {
      const [list, rows] = texts[column];
      found[name] = list[rows[row - starts[number]]];
    });
    return found;
  };

  // ---- What is shown: rows that pass the filters, in the order that was asked for.

  const state = { words: {}, need: 0, text: '', sort: null, page: 0, size: 50 };
  let shown = new Uint32Array(0);
  let turn = 0;
  const status = find('status');
  const body = find('list').tBodies[0];
  const severity = ['leaked', 'partial', 'recoverable', 'not_measured', '', 'permitted', 'held'];
  const rankOf = (name, list) => {
    const order = list.map((_, number) => number);
    order.sort(name === 'verdict'
      ? (a, b) => severity.indexOf(list[a]) - severity.indexOf(list[b])
      : (a, b) => list[a].localeCompare(list[b]));
    const rank = new Uint32Array(list.length);
    order.forEach((number, place) => { rank[number] = place; });
    return rank;
  };
  const filtered = () => {
    const tests = Object.entries(state.words).map(([name, number]) => [columns[name].rows, number]);
    const rows = new Uint32Array(plan.rows);
    let count = 0;
    next: for (let row = 0; row < plan.rows; row += 1) {
      if ((flags[row] & state.need) !== state.need) continue;
      for (const [column, number] of tests) if (column[row] !== number) continue next;
      rows[count] = row;
      count += 1;
    }
    return rows.subarray(0, count);
  };
  // Counting sort: stable, and a million rows take some hundredths of a second.
  const sorted = (rows) => {
    if (!state.sort) return rows;
    const { list, rows: column } = columns[state.sort.name];
    const rank = rankOf(state.sort.name, list);
    const place = (row) => (state.sort.sign > 0 ? rank[column[row]] : list.length - 1 - rank[column[row]]);
    const ends = new Uint32Array(list.length + 1);
    for (const row of rows) ends[place(row) + 1] += 1;
    for (let at = 0; at < list.length; at += 1) ends[at + 1] += ends[at];
    const out = new Uint32Array(rows.length);
    for (const row of rows) { out[ends[place(row)]] = row; ends[place(row)] += 1; }
    return out;
  };
  const pause = () => new Promise((done) => setTimeout(done, 0));
  // Texts are searched block by block, each distinct text once.
  const searched = async (rows, mine) => {
    const wanted = state.text.toLowerCase();
    if (!wanted) return rows;
    const words = plan.words.map(([name, list]) => [columns[name].rows, list.map((word) => word.toLowerCase().includes(wanted))]);
    const out = new Uint32Array(rows.length);
    let [count, at] = [0, 0];
    while (at < rows.length) {
      const number = blockOf(rows[at]);
      const [start, end] = [starts[number], starts[number] + plan.blocks[number]];
      const texts = await block(number);
      if (mine !== turn) return null;
      const hits = texts.map(([list, column]) => [column, list.map((text) => text.toLowerCase().includes(wanted))]);
      for (; at < rows.length && rows[at] < end; at += 1) {
        const row = rows[at];
        if (words.some(([column, hit]) => hit[column[row]]) || hits.some(([column, hit]) => hit[column[row - start]])) {
          out[count] = row;
          count += 1;
        }
      }
      if (number % 16 === 15) {
        status.textContent = `Searching: ${Math.round((100 * at) / rows.length)} %`;
        await pause();
      }
    }
    return out.subarray(0, count);
  };
  const update = async () => {
    turn += 1;
    const mine = turn;
    const rows = await searched(filtered(), mine);
    if (rows === null || mine !== turn) return;
    shown = sorted(rows);
    state.page = 0;
    await draw();
  };
  const pages = () => Math.max(1, Math.ceil(shown.length / state.size));
  const draw = async () => {
    const mine = turn;
    const from = state.page * state.size;
    const rows = await Promise.all([...shown.subarray(from, from + state.size)].map(finding));
    if (mine !== turn) return;
    body.replaceChildren(...rows.map(line));
    const of = shown.length === plan.rows ? '' : ` of ${grouped(plan.rows)}`;
    status.textContent = shown.length === 0
      ? 'No finding passes these filters.'
      : `${grouped(shown.length)}${of} findings; rows ${grouped(from + 1)} to ${grouped(from + rows.length)}`;
    const page = find('page');
    page.value = state.page + 1;
    page.max = pages();
    for (const button of document.querySelectorAll('#pager [data-step]')) {
      const back = ['first', 'back'].includes(button.dataset.step);
      button.disabled = back ? state.page === 0 : state.page >= pages() - 1;
    }
  };

  // ---- One finding.

  const words = (text) => text.replace(/[-_]/g, ' ');
  const verdictTag = (found) => {
    const word = found.verdict || (found.topic.endsWith('damage') || found.topic === 'coverage' ? 'damage' : '');
    return make('span', { class: `tag ${word}` }, found.verdict ? words(found.verdict) : words(found.topic));
  };
  const line = (found) => {
    const button = make('button', { type: 'button', class: 'more', 'aria-expanded': 'false' }, '+');
    button.setAttribute('aria-label', `Details of finding ${found.row + 1}`);
    const what = make('td', {}, found.kind ? words(found.kind) : words(found.topic));
    if (found.direct) what.append(make('br'), make('span', { class: 'note' }, 'names the patient'));
    const where = make('td', {}, found.output);
    if (found.seen_at) where.append(make('br'), make('code', {}, found.seen_at));
    if (found.moved) where.append(' (moved there)');
    const row = make('tr', {}, make('td', {}, button), make('td', {}, verdictTag(found)), what,
      make('td', {}, found.surface), make('td', {}, found.trap), make('td', {}, found.patient), where, make('td', {}, found.form));
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!open));
      button.textContent = open ? '+' : '−';
      if (open) row.nextElementSibling.remove(); else row.after(details(found));
    });
    return row;
  };
  const details = (found) => {
    const list = make('dl');
    const say = (what, text) => {
      if (text) list.append(make('div', {}, make('dt', {}, what), make('dd', {}, text)));
    };
    const trap = explanations[found.trap];
    const detector = explanations[found.detector];
    const damage = !found.kind && !found.plant;
    const value = found.value ? `${found.kind ? words(found.kind) : 'value'}: ${found.value}` : words(found.kind);
    say(damage ? 'Before and after' : 'What was planted', value);
    say('Plant', found.plant);
    say('Trap', trap ? `${found.trap}: ${trap.title}` : found.trap);
    say('Where it was seen', [found.output, found.seen_at, found.surface, found.moved ? 'not where it was planted' : ''].filter(Boolean).join(' · '));
    say('In which form', found.form);
    say('Evidence', found.evidence);
    say('Instance', found.instance);
    say('Found by', detector ? `${found.detector}: ${detector.title}` : found.detector);
    say('Why tools miss it', trap && trap.why);
    say('Clause', (trap && trap.standard) || (detector && detector.standard));
    say('To pass', (trap && trap.passes) || (detector && detector.passes));
    const cell = make('td', { colspan: '8' }, list);
    const crop = cropOf.get(found.crop);
    if (crop) cell.append(picture(crop));
    else if (found.crop) cell.append(make('p', { class: 'note' }, `Its pictures are in evidence/${found.crop}.*.png in the folder of the run.`));
    return make('tr', { class: 'details' }, cell);
  };

  // ---- Pictures before and after.

  let pictures = 0;
  const picture = (crop) => {
    pictures += 1;
    const name = `view-${pictures}`;
    const about = [crop.verdict && words(crop.verdict), crop.trap || words(crop.topic), crop.patient, `frame ${crop.frame}`].filter(Boolean).join(', ');
    const stage = make('div', { class: 'stage', 'data-view': 'slide' },
      make('img', { class: 'before', src: crop.before, alt: `Handed over: ${about}` }),
      make('img', { class: 'after', src: crop.after, alt: `Came back: ${about}` }));
    const slider = make('input', { type: 'range', min: '0', max: '100', value: '50', 'aria-label': `How much of the input is shown, the rest is the output: ${about}` });
    slider.addEventListener('input', () => stage.style.setProperty('--at', `${slider.value}%`));
    const views = make('fieldset', {}, make('legend', {}, 'View'));
    for (const [view, label] of [['slide', 'slider'], ['side', 'side by side'], ['difference', 'difference']]) {
      const choice = make('input', { type: 'radio', name, value: view });
      choice.checked = view === 'slide';
      choice.addEventListener('change', () => {
        stage.dataset.view = view;
        slider.hidden = view !== 'slide';
      });
      views.append(make('label', {}, choice, ` ${label}`));
    }
    const link = crop.trap ? make('a', { href: '#findings', 'data-filter': 'trap', 'data-value': crop.trap }, crop.trap) : words(crop.topic);
    const title = make('h4', {}, make('span', { class: `tag ${severity.includes(crop.verdict) ? crop.verdict : 'damage'}` }, words(crop.verdict)), ' ', link, ` ${crop.patient}, frame ${crop.frame}`);
    return make('div', { class: 'crop' }, title, views, stage, slider);
  };
  const MORE = 12;
  let hung = 0;
  const hang = () => {
    const next = crops.slice(hung, hung + MORE);
    hung += next.length;
    find('gallery').append(...next.map(picture));
    find('more').hidden = hung >= crops.length;
  };
  find('more').addEventListener('click', hang);
  hang();

  // ---- Controls.

  const selects = [...document.querySelectorAll('#filters [data-word]')];
  const fill = (select) => {
    const name = select.dataset.word;
    const { list, rows } = columns[name];
    const counts = new Uint32Array(list.length);
    for (const number of rows) counts[number] += 1;
    const order = rankOf(name, list);
    const numbers = list.map((_, number) => number).sort((a, b) => order[a] - order[b]);
    select.replaceChildren(make('option', { value: '' }, 'all'));
    for (const number of numbers) {
      select.append(make('option', { value: String(number) }, `${list[number] ? words(list[number]) : 'none'} (${grouped(counts[number])})`));
    }
  };
  const choose = (select) => {
    if (select.value === '') delete state.words[select.dataset.word];
    else state.words[select.dataset.word] = Number(select.value);
  };
  const tick = (box, flag) => { state.need = box.checked ? state.need | flag : state.need & ~flag; };
  const wire = () => {
    for (const select of selects) {
      fill(select);
      select.addEventListener('change', () => { choose(select); update(); });
    }
    for (const [id, flag] of [['direct', DIRECT], ['moved', MOVED], ['pictured', PICTURED]]) {
      find(id).addEventListener('change', (event) => { tick(event.target, flag); update(); });
    }
    let timer = 0;
    find('search').addEventListener('input', (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => { state.text = event.target.value.trim(); update(); }, 200);
    });
    find('filters').addEventListener('submit', (event) => event.preventDefault());
    find('filters').addEventListener('reset', () => {
      state.words = {};
      state.need = 0;
      state.text = '';
      update();
    });
    for (const head of find('list').tHead.rows[0].querySelectorAll('[data-sort]')) {
      sortButton(head, (sign) => { state.sort = { name: head.dataset.sort, sign }; update(); });
    }
    const go = (page) => {
      state.page = Math.min(Math.max(page, 0), pages() - 1);
      return draw();
    };
    const steps = { first: () => 0, back: () => state.page - 1, on: () => state.page + 1, last: () => pages() - 1 };
    for (const button of document.querySelectorAll('#pager [data-step]')) {
      button.addEventListener('click', () => go(steps[button.dataset.step]()));
    }
    find('page').addEventListener('change', (event) => go((parseInt(event.target.value, 10) || 1) - 1));
    find('rows').addEventListener('change', (event) => { state.size = Number(event.target.value); go(0); });
    // A trap or a surface anywhere in the page leads to its findings.
    document.addEventListener('click', (event) => {
      const link = event.target.closest('[data-filter]');
      if (!link) return;
      const { list } = columns[link.dataset.filter];
      const number = list.indexOf(link.dataset.value);
      find('filters').reset();
      for (const select of selects) {
        if (select.dataset.word === link.dataset.filter && number >= 0) {
          select.value = String(number);
          choose(select);
        }
      }
      if (number < 0) { state.text = link.dataset.value; find('search').value = link.dataset.value; }
      update();
    });
  };
  addEventListener('beforeprint', () => {
    for (const element of document.querySelectorAll('details')) element.open = true;
  });
  const start = async () => {
    if (typeof DecompressionStream === 'undefined') {
      status.textContent = 'This browser is too old to unpack the list; findings.csv in the folder of the run holds the same.';
      return;
    }
    await readIndex();
    wire();
    await update();
    document.documentElement.dataset.ready = 'true';
  };
  start().catch((error) => {
    status.textContent = `The list could not be unpacked: ${error.message}`;
    console.error(error);
  });
})();
