import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { inOrder } from './struct-order.ts';
import { StateDecoder } from './state-decoder.ts';

type Struct = Y.Item | Y.GC;
type SharedType = Parameters<Y.Transaction['changed']['get']>[0];

/** What a whole state says, before any of it is in a document. */
type State = { readonly structs: readonly Struct[]; readonly deletions: readonly Deletion[] };
type Deletion = { readonly client: number; readonly clock: number; readonly length: number };

/**
 * Applies a v2 update that is a whole document to one that is empty: the outcome of `Y.applyUpdateV2`, in less time.
 * Yjs prepares each struct for conflicts with what is there already; here most are known to have none, and the rest
 * are left to Yjs. False, and nothing is done, where it is not that simple: anything missing, unusual or malformed.
 */
export function loadState(ydoc: Y.Doc, bytes: Uint8Array, origin: unknown): boolean {
	const { clients, pendingStructs, pendingDs } = ydoc.store;
	if (clients.size > 0 || pendingStructs || pendingDs || ydoc._transaction) return false;
	const state = readState(ydoc, bytes);
	if (!state) return false;
	Y.transact(
		ydoc,
		(transaction) => {
			transaction.local = false;
			integrate(transaction, state.structs);
			// Of what is deleted, states have nothing but the place; whoever kept more than that left its deletion to Yjs.
			if (!state.deletions.every((deletion) => isDone(ydoc.store, deletion))) Y.applyUpdateV2(ydoc, bytes);
		},
		origin,
		false,
	);
	return true;
}

function readState(ydoc: Y.Doc, bytes: Uint8Array): State | null {
	try {
		const decoder = new StateDecoder(bytes);
		const byClient = readStructs(decoder, ydoc);
		const structs = byClient && inOrder(byClient);
		return structs && { structs, deletions: readDeletions(decoder) };
	} catch {
		return null; // applied in the ordinary way, it says what is wrong
	}
}

function readStructs(decoder: StateDecoder, ydoc: Y.Doc): Map<number, Struct[]> | null {
	const { restDecoder: rest } = decoder;
	const byClient = new Map<number, Struct[]>();
	for (let clients = decoding.readVarUint(rest); clients > 0; clients--) {
		const count = decoding.readVarUint(rest);
		const client = decoder.readClient();
		if (decoding.readVarUint(rest) !== 0 || byClient.has(client)) return null;
		const structs: Struct[] = [];
		byClient.set(client, structs);
		for (let clock = 0; structs.length < count;) {
			const struct = readStruct(decoder, ydoc, Y.createID(client, clock));
			if (!struct || struct.length <= 0) return null;
			structs.push(struct);
			clock += struct.length;
		}
	}
	return byClient;
}

const LEFT = 0x80;
const RIGHT = 0x40;
const KEY = 0x20;
const KIND = 0x1f;

function readStruct(decoder: StateDecoder, ydoc: Y.Doc, id: Y.ID): Struct | null {
	const info = decoder.readInfo();
	if ((info & KIND) === 0) return new Y.GC(id, decoder.readLen());
	const left = info & LEFT ? decoder.readLeftID() : null;
	const right = info & RIGHT ? decoder.readRightID() : null;
	let parent = null;
	let key = null;
	if (!left && !right) {
		parent = decoder.readParentInfo() ? ydoc.get(decoder.readString()) : decoder.readLeftID();
		if (info & KEY) key = decoder.readName();
	}
	const content = readContent(decoder, info & KIND);
	return content && new Y.Item(id, null, left, null, right, parent, key, content);
}

const TYPES = [Y.Array, Y.Map, Y.Text] as const;

function readContent(decoder: StateDecoder, kind: number): Y.Item['content'] | null {
	switch (kind) {
		case 1:
			return new Y.ContentDeleted(decoder.readLen());
		case 4:
			return new Y.ContentString(decoder.readString());
		case 7: {
			const Type = TYPES[decoder.readTypeRef()];
			return Type ? new Y.ContentType(new Type()) : null;
		}
		case 8:
			return new Y.ContentAny(decoder.readValues());
		default:
			return null;
	}
}

function readDeletions(decoder: StateDecoder): readonly Deletion[] {
	const { restDecoder: rest } = decoder;
	const deletions: Deletion[] = [];
	for (let clients = decoding.readVarUint(rest); clients > 0; clients--) {
		decoder.resetDsCurVal();
		const client = decoding.readVarUint(rest);
		for (let count = decoding.readVarUint(rest); count > 0; count--) {
			deletions.push({ client, clock: decoder.readDsClock(), length: decoder.readDsLen() });
		}
	}
	return deletions;
}

function isDone({ clients }: Y.Doc['store'], { client, clock, length }: Deletion): boolean {
	const structs = clients.get(client);
	const last = structs?.at(-1);
	const end = clock + length;
	if (!structs || !last || last.id.clock + last.length < end) return false;
	for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
		const struct = structs[at] as Struct;
		if (struct.id.clock >= end) break;
		if (!struct.deleted) return false;
	}
	return true;
}

function integrate(transaction: Y.Transaction, structs: readonly Struct[]): void {
	const { store } = transaction.doc;
	let place: Place = { id: null, type: null };
	for (const struct of structs) {
		if (struct instanceof Y.Item) {
			if (struct.parent instanceof Y.ID && struct.parent !== place.id) {
				place = { id: struct.parent, type: typeAt(store, struct.parent) };
			}
			if (putFirst(transaction, struct, place) || putNext(transaction, struct)) continue;
			struct.getMissing(transaction, store);
		}
		struct.integrate(transaction, 0);
	}
}

/** Where the struct before went. */
type Place = { readonly id: Y.ID | null; readonly type: SharedType | null };

function typeAt(store: Y.Doc['store'], id: Y.ID): SharedType | null {
	const item = Y.getItem(store, id);
	return item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : null;
}

/** The first value of a map's key. */
function putFirst(transaction: Y.Transaction, item: Y.Item, place: Place): boolean {
	const { origin, rightOrigin, parentSub } = item;
	if (origin || rightOrigin || parentSub === null) return false;
	const parent = item.parent instanceof Y.ID ? place.type : (item.parent as SharedType | null);
	if (!parent || parent._map.has(parentSub)) return false;
	item.parent = parent;
	put(transaction, item, parent, parentSub);
	return true;
}

/** A value in place of the one that was a map's until then. */
function putNext(transaction: Y.Transaction, item: Y.Item): boolean {
	const { origin, rightOrigin } = item;
	if (!origin || rightOrigin) return false;
	const left = Y.getItem(transaction.doc.store, origin);
	if (!(left instanceof Y.Item) || left.parentSub === null || left.right) return false;
	if (left.id.clock + left.length - 1 !== origin.clock) return false;
	const parent = left.parent as SharedType;
	item.left = left;
	item.origin = left.lastId;
	item.parent = parent;
	item.parentSub = left.parentSub;
	left.right = item;
	put(transaction, item, parent, left.parentSub);
	left.delete(transaction);
	return true;
}

/** As Yjs does in the end. */
function put(transaction: Y.Transaction, item: Y.Item, parent: SharedType, key: string): void {
	const { clients } = transaction.doc.store;
	parent._map.set(key, item);
	const structs = clients.get(item.id.client);
	if (structs) structs.push(item);
	else clients.set(item.id.client, [item]);
	item.content.integrate(transaction, item);
	if (!parent._item) {
		const changed = transaction.changed.get(parent);
		if (changed) changed.add(key);
		else transaction.changed.set(parent, new Set([key]));
	} else if (parent._item.deleted) item.delete(transaction);
}
