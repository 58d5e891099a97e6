import * as buffer from 'lib0/buffer';
import { digest } from 'lib0/hash/sha256';
import * as Y from 'yjs';
import { parseDocumentId, type DocumentId, type ProjectId } from '../base/ids.ts';
import { orderKeyBetween } from '../base/order-key.ts';
import { systemRandom, type Random } from '../base/random.ts';
import { err, ok, unwrap } from '../base/result.ts';
import { refuse } from './commands/check.ts';
import type { CommandResult } from './commands/command.ts';
import { setText } from './commands/edit-script.ts';
import { LiveDocument } from './live-document.ts';
import { checkTitle, type ProjectDocument } from './project.ts';
import { SCHEMAS } from './schema.ts';
import { ScriptDocument } from './script.ts';

/** A script that ships with the app, as a document of one project. */
export type ReadyScript = {
	readonly id: DocumentId;
	readonly name: string;
	/** All of the document, as one v2 update. */
	readonly state: Uint8Array;
};

const DOCUMENTS = 'documents';

/**
 * The document that a ready text becomes in a project. It is the same on every device, to the byte: people who each
 * take it, offline, have one document afterwards, with what each of them changed in it. `count`: 2 and on for
 * another one beside those that were changed.
 */
export function readyScript(projectId: ProjectId, name: string, text: string, count = 1): ReadyScript {
	// Another shape of documents has other bytes, which must not go by the same name.
	const seed = hash(JSON.stringify([projectId, name, text, count, SCHEMAS.script]));
	const id = unwrap(parseDocumentId(buffer.toBase64UrlEncoded(seed).slice(0, 22)));
	const document = new LiveDocument(id, 'script');
	document.ydoc.clientID = numberOf(seed);
	const script = new ScriptDocument(document);
	unwrap(setText(script, text, 'create', 'import'), `writing the ready script ${name}`);
	const state = document.encodeState();
	script.dispose();
	document.destroy();
	return { id, name, state };
}

/**
 * Lists a ready script at the end, under a name that no other has. Nobody's gesture: undoing what was made with it must
 * not take it from others who use it by now. One that was deleted is put back.
 */
export function listReadyScript(
	project: ProjectDocument,
	{ id, name }: Pick<ReadyScript, 'id' | 'name'>,
	random: Random = systemRandom,
): CommandResult {
	const { documents } = project.snapshot;
	const known = project.find(id);
	if (known && known.kind !== 'script') return err(refuse(`“${known.title}” stands where “${name}” would.`));
	if (known && !known.removed) return ok();
	const wanted = checkTitle(known?.title ?? name, 'script');
	if (!wanted.ok) return wanted;
	const title = freeTitle(wanted.value, new Set(documents.map((entry) => entry.title)));
	if (project.document.refusal) return err(project.document.refusal);
	if (!known) project.document.applyV2(rowOf(id, name), 'import');
	const order = orderKeyBetween(documents.at(-1)?.order ?? null, null, random);
	const edited = project.document.edit('add', 'import', (edit) => {
		const set = (key: string, value?: string) => edit.set({ table: DOCUMENTS, row: id, key }, value);
		if (!known) set('order', order);
		set('removed');
		set('title', title);
	});
	return edited.ok ? ok() : edited;
}

/** “Spin”, “Spin 2” …: a title that is not taken. */
function freeTitle(title: string, taken: ReadonlySet<string>): string {
	let free = title;
	for (let n = 2; taken.has(free); n++) free = `${title} ${n}`;
	return free;
}

/** Its row of the index, the same wherever it is made: of rows that two people make, one would be lost. */
function rowOf(id: DocumentId, name: string): Uint8Array {
	const ydoc = new Y.Doc();
	ydoc.clientID = numberOf(hash(JSON.stringify(['row', id, name])));
	const row = new Y.Map<string>(Object.entries({ kind: 'script', title: name, order: 'a0' }));
	ydoc.getMap(DOCUMENTS).set(id, row);
	const update = Y.encodeStateAsUpdateV2(ydoc);
	ydoc.destroy();
	return update;
}

const hash = (text: string): Uint8Array => digest(new TextEncoder().encode(text));

const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
