import * as Y from 'yjs';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { jsonEqual } from '../base/json.ts';
import { ok } from '../base/result.ts';
import type { CommandResult } from './commands/command.ts';
import { isTooDeep } from './deep-content.ts';
import type { EditLabel, LiveDocument, Origin } from './live-document.ts';
import { buildContent, plainTextOf, readContent, unitsOf, type PageNode } from './page-content.ts';

/** The rich text of a page document, for the text editor's binding. Its title stands in the project's index. */
export function pageBody(document: LiveDocument): Y.XmlFragment {
	return document.ydoc.getXmlFragment('body');
}

/** A page at one moment: frozen, and the same objects as before for blocks that stayed the same. */
export type PageSnapshot = { readonly content: readonly PageNode[] };

export type PageChanges = {
	/** From this top-level node on, `removed` went and `inserted` came; the rest are the same objects. */
	readonly index: number;
	readonly removed: number;
	readonly inserted: readonly PageNode[];
	readonly snapshot: PageSnapshot;
	readonly origin: unknown;
};

/** What stands at the top of a page: one item of Yjs, and the nodes it shows; none when it is neither block nor text. */
type Child = { readonly item: Y.Item; readonly content: readonly PageNode[] };

/** The rich text of a page: typed into by its editor's binding, read and restored here. */
export class PageDocument {
	readonly document: LiveDocument;
	#body: Y.XmlFragment;
	#read = new WeakMap<object, readonly PageNode[]>();
	#snapshot: PageSnapshot;
	#changed = new Emitter<PageChanges>();
	#disposer = new Disposer();

	constructor(document: LiveDocument) {
		this.document = document;
		this.#body = pageBody(document);
		this.#snapshot = this.#take();
		const observer = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) =>
			this.#absorb(events, transaction);
		this.#body.observeDeep(observer as never);
		this.#disposer.add(() => this.#body.unobserveDeep(observer as never));
	}

	get snapshot(): PageSnapshot {
		return this.#snapshot;
	}

	/** The page as plain text, a line for each block. */
	get text(): string {
		return plainTextOf(this.#snapshot.content);
	}

	onChange(listener: (changes: PageChanges) => void): Dispose {
		return this.#changed.on(listener);
	}

	/**
	 * Replaces what differs from this content, in one transaction; equal blocks at both ends stay untouched. Returns how
	 * many blocks had to be left because they nest too deep to be deleted. `setPage` calls this after it checked all.
	 */
	replace(label: EditLabel, origin: Origin, content: readonly PageNode[]): CommandResult<{ left: number }> {
		const old = this.#children();
		const units = unitsOf(content);
		const same = (at: number, unit: number) => jsonEqual(old[at]?.content, units[unit]);
		const [head, tail] = countEqualEnds(old.length, units.length, same);
		const gone = old.slice(head, old.length - tail);
		const added = units.slice(head, units.length - tail).flat();
		if (gone.length === 0 && added.length === 0) return ok({ left: 0 });
		const index = old.slice(0, head).reduce((sum, { item }) => sum + item.length, 0);
		const doomed = gone.filter(({ item }) => !isTooDeep(item));
		const { ydoc } = this.document;
		const made = this.document.edit(label, origin, () => {
			ydoc.transact((transaction) => doomed.forEach(({ item }) => item.delete(transaction)));
			this.#body.insert(index, buildContent(added));
		});
		return made.ok ? ok({ left: gone.length - doomed.length }) : made;
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#children(): Child[] {
		const children: Child[] = [];
		for (let item = this.#body._start; item !== null; item = item.right) {
			if (!item.deleted && item.countable) children.push({ item, content: this.#contentOf(item) });
		}
		return children;
	}

	#contentOf({ content }: Y.Item): readonly PageNode[] {
		if (!(content instanceof Y.ContentType)) return [];
		const type: object = content.type;
		const known = this.#read.get(type);
		if (known) return known;
		const read = readContent(type);
		this.#read.set(type, read);
		return read;
	}

	#take(): PageSnapshot {
		const content = this.#children().flatMap((child) => child.content);
		return Object.freeze({ content: Object.freeze(content) });
	}

	#absorb(events: readonly Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
		for (const { target } of events) {
			const child = this.#childHolding(target);
			if (child) this.#read.delete(child);
		}
		const before = this.#snapshot.content;
		this.#snapshot = this.#take();
		const after = this.#snapshot.content;
		const same = (at: number, now: number) => before[at] === after[now];
		const [index, tail] = countEqualEnds(before.length, after.length, same);
		const removed = before.length - tail - index;
		const inserted = after.slice(index, after.length - tail);
		if (removed === 0 && inserted.length === 0) return;
		const snapshot = this.#snapshot;
		this.#changed.emit({ index, removed, inserted, snapshot, origin: transaction.origin as unknown });
	}

	/** The child of the body in which something lies. */
	#childHolding(type: Y.AbstractType<unknown>): object | null {
		let child: Y.AbstractType<unknown> | null = type;
		while (child !== null && child.parent !== (this.#body as unknown)) {
			child = child.parent as Y.AbstractType<unknown> | null;
		}
		return child;
	}
}

/** How many members two lists share at their beginning and, of the rest, at their end. */
function countEqualEnds(
	length: number,
	other: number,
	same: (index: number, otherIndex: number) => boolean,
): [head: number, tail: number] {
	const most = Math.min(length, other);
	let head = 0;
	while (head < most && same(head, head)) head++;
	let tail = 0;
	while (tail < most - head && same(length - 1 - tail, other - 1 - tail)) tail++;
	return [head, tail];
}
