import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { isTypedCharacter, TypeAhead } from './roving-list.ts';
import { commandForKey, idsBetween, type TreeCommand, type TreeDrop, type TreeRow } from './tree-model.ts';

export interface TreeOptions<Row extends TreeRow> {
	rows: readonly Row[];
	selection: ReadonlySet<string>;
	/** Nothing can be renamed or moved. */
	readonly: boolean;
	onselect: (ids: readonly string[]) => void;
	ontoggle: (id: string, expanded: boolean) => void;
	onrename: ((id: string, label: string) => void) | undefined;
	onmove: ((ids: readonly string[], drop: TreeDrop) => void) | undefined;
	canMove: ((ids: readonly string[], drop: TreeDrop) => boolean) | undefined;
}

export interface TreeDropSeen extends TreeDrop {
	readonly allowed: boolean;
}

const OVERSCAN_ROWS = 6;
const OPEN_UNDER_DRAG_MS = 650;

type Held = Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** A tree on screen: the one focus, the selection's anchor, what is renamed, what is dragged, which rows are drawn. */
export class TreeState<Row extends TreeRow = TreeRow> {
	#options: () => TreeOptions<Row>;
	#clock: Clock;
	#typeAhead = new TypeAhead();
	#activeId = $state.raw<string | null>(null);
	#activeHint = 0;
	#anchorId: string | null = null;
	#renamingId = $state.raw<string | null>(null);
	#dragged = $state.raw<readonly string[]>([]);
	#drop = $state.raw<TreeDropSeen | null>(null);
	#cancelOpening: Dispose | undefined;
	#scrollTop = $state(0);
	#height = $state(0);
	#rowHeight = $state(26);
	#indexes = $derived.by(() => new Map(this.rows.map((row, index) => [row.id, index])));

	constructor(options: () => TreeOptions<Row>, clock: Clock = systemClock) {
		this.#options = options;
		this.#clock = clock;
	}

	get rows(): readonly Row[] {
		return this.#options().rows;
	}
	get rowHeight(): number {
		return this.#rowHeight;
	}
	get renamingId(): string | null {
		return this.#renamingId;
	}
	get drop(): TreeDropSeen | null {
		return this.#drop;
	}
	get dragging(): boolean {
		return this.#dragged.length > 0;
	}
	isDragged(id: string): boolean {
		return this.#dragged.includes(id);
	}

	/** The row that has, or would take, the focus. */
	get activeIndex(): number {
		const index = this.#activeId === null ? undefined : this.#indexes.get(this.#activeId);
		if (index !== undefined) return index;
		if (this.#activeId !== null) return Math.min(this.#activeHint, this.rows.length - 1);
		for (const id of this.#options().selection) {
			const selected = this.#indexes.get(id);
			if (selected !== undefined) return selected;
		}
		return this.rows.length > 0 ? 0 : -1;
	}
	get activeId(): string | null {
		return this.rows[this.activeIndex]?.id ?? null;
	}

	/** The rows to draw: those in sight, some around them, and always the one with the focus. */
	get drawn(): readonly { row: Row; index: number }[] {
		const first = Math.max(0, Math.floor(this.#scrollTop / this.#rowHeight) - OVERSCAN_ROWS);
		const last = Math.ceil((this.#scrollTop + this.#height) / this.#rowHeight) + OVERSCAN_ROWS;
		const drawn = this.rows.slice(first, last).map((row, i) => ({ row, index: first + i }));
		const active = this.activeIndex;
		const row = this.rows[active];
		if (!row || (active >= first && active < last)) return drawn;
		return active < first ? [{ row, index: active }, ...drawn] : [...drawn, { row, index: active }];
	}

	/** Tells what is in sight, in pixels. */
	look(scrollTop: number, height: number, rowHeight: number): void {
		this.#scrollTop = scrollTop;
		this.#height = height;
		this.#rowHeight = rowHeight;
	}

	/** Where to scroll so that a row is in sight; null when it is, or is not there. */
	scrollTopFor(id: string): number | null {
		const index = this.#indexes.get(id);
		if (index === undefined) return null;
		const top = index * this.#rowHeight;
		if (top < this.#scrollTop) return top;
		const bottom = top + this.#rowHeight;
		return bottom > this.#scrollTop + this.#height ? bottom - this.#height : null;
	}

	/** The focus came to a row from outside (Tab, a click, assistive technology). */
	focus(id: string): void {
		this.#activeId = id;
		this.#activeHint = this.#indexes.get(id) ?? 0;
	}

	press(id: string, held: Held): void {
		this.focus(id);
		if (held.shiftKey) this.#extendTo(id);
		else if (held.ctrlKey || held.metaKey) this.#toggleSelected(id);
		else this.#selectOnly(id);
	}

	/** Runs the command behind a key. False when the key is not the tree's. */
	key(event: KeyboardEvent): boolean {
		const page = Math.floor(this.#height / this.#rowHeight);
		const { selection } = this.#options();
		const isMoving = (id: string) => selection.has(id) && selection.has(this.activeId ?? '');
		const command = commandForKey(this.rows, this.activeIndex, event, page, isMoving);
		if (command) return this.#run(command);
		if (!isTypedCharacter(event)) return false;
		const label = (index: number) => this.rows[index]?.label ?? '';
		const now = this.#clock.now();
		const found = this.#typeAhead.find(event.key, now, this.rows.length, label, this.activeIndex);
		return found !== null && this.#run({ kind: 'go', index: found, how: 'select' });
	}

	toggle(id: string): void {
		const row = this.#row(id);
		if (row?.expanded !== undefined) this.#options().ontoggle(id, !row.expanded);
	}

	startRename(id: string): boolean {
		const { readonly, onrename } = this.#options();
		if (readonly || !onrename || !this.#row(id)) return false;
		this.focus(id);
		this.#renamingId = id;
		return true;
	}

	endRename(label: string | null): void {
		const id = this.#renamingId;
		this.#renamingId = null;
		const name = label?.trim();
		if (id !== null && name && name !== this.#row(id)?.label) this.#options().onrename?.(id, name);
	}

	/** False when nothing may be dragged. */
	startDrag(id: string): boolean {
		const { readonly, onmove, selection } = this.#options();
		if (readonly || !onmove || this.#renamingId !== null) return false;
		if (!selection.has(id)) this.press(id, { shiftKey: false, ctrlKey: false, metaKey: false });
		this.#dragged = selection.has(id) ? this.#inOrder(selection) : [id];
		return true;
	}

	dragOver(drop: TreeDrop | null): void {
		const before = this.#drop;
		if (before?.targetId === drop?.targetId && before?.place === drop?.place) return;
		this.#drop = drop && { ...drop, allowed: this.#mayMove(this.#dragged, drop) };
		this.#cancelOpening?.();
		const target = drop?.place === 'inside' ? this.#row(drop.targetId) : undefined;
		if (target?.expanded !== false) return;
		this.#cancelOpening = this.#clock.after(OPEN_UNDER_DRAG_MS, () => this.toggle(target.id));
	}

	endDrag(accepted: boolean): void {
		const [drop, ids] = [this.#drop, this.#dragged];
		this.#cancelOpening?.();
		this.#drop = null;
		this.#dragged = [];
		if (accepted && drop?.allowed) this.#move(ids, drop);
	}

	#run(command: TreeCommand): boolean {
		switch (command.kind) {
			case 'go': {
				const row = this.rows[command.index];
				if (!row) return false;
				this.focus(row.id);
				if (command.how === 'select') this.#selectOnly(row.id);
				if (command.how === 'extend') this.#extendTo(row.id);
				return true;
			}
			case 'toggle':
				return this.#withRow(command.index, (row) => this.#options().ontoggle(row.id, command.expanded));
			case 'toggle-selected':
				return this.#withRow(command.index, (row) => this.#toggleSelected(row.id));
			case 'select-all':
				this.#options().onselect(this.rows.map((row) => row.id));
				return true;
			case 'rename':
				return this.#withRow(command.index, (row) => this.startRename(row.id));
			case 'move':
				return this.#withRow(command.index, (row) => {
					const { selection } = this.#options();
					const ids = selection.has(row.id) ? this.#inOrder(selection) : [row.id];
					this.focus(row.id);
					if (this.#mayMove(ids, command.drop)) this.#move(ids, command.drop);
				});
		}
	}

	#withRow(index: number, run: (row: Row) => void): boolean {
		const row = this.rows[index];
		if (row) run(row);
		return !!row;
	}

	#mayMove(ids: readonly string[], drop: TreeDrop): boolean {
		const { readonly, onmove, canMove } = this.#options();
		return !readonly && !!onmove && !ids.includes(drop.targetId) && (canMove?.(ids, drop) ?? true);
	}

	#move(ids: readonly string[], drop: TreeDrop): void {
		this.#options().onmove?.(ids, drop);
		if (drop.place === 'inside') this.#options().ontoggle(drop.targetId, true);
	}

	#selectOnly(id: string): void {
		this.#anchorId = id;
		this.#options().onselect([id]);
	}

	#toggleSelected(id: string): void {
		this.#anchorId = id;
		const { selection, onselect } = this.#options();
		onselect(selection.has(id) ? [...selection].filter((other) => other !== id) : [...selection, id]);
	}

	#extendTo(id: string): void {
		const to = this.#indexes.get(id);
		if (to === undefined) return;
		const anchor = this.#anchorId === null ? undefined : this.#indexes.get(this.#anchorId);
		this.#anchorId ??= id;
		this.#options().onselect(idsBetween(this.rows, anchor ?? to, to));
	}

	/** The ids as they stand in the tree, so that a move keeps their order; hidden ones last. */
	#inOrder(ids: ReadonlySet<string>): string[] {
		const place = (id: string) => this.#indexes.get(id) ?? Infinity;
		return [...ids].sort((a, b) => place(a) - place(b) || 0);
	}

	#row(id: string): Row | undefined {
		const index = this.#indexes.get(id);
		return index === undefined ? undefined : this.rows[index];
	}
}
