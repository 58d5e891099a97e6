import * as Y from 'yjs';
import type { Random } from '#lib/base/random.ts';

/** An edit as people make them: mostly small, now and then large, deleting as much as it likes. */
export function makeEdit(ydoc: Y.Doc, name: string, random: Random, origin: unknown = 'edit'): void {
	ydoc.transact(() => {
		ydoc.getMap('log').set(name, random() < 0.03 ? 'x'.repeat(Math.floor(random() * 20_000)) : 1);
		const dice = random();
		if (dice < 0.35) editShared(ydoc, name, random);
		else if (dice < 0.7) editText(ydoc, name, random);
		else if (dice < 0.85) editNested(ydoc, name, random);
	}, origin);
}

function editShared(ydoc: Y.Doc, name: string, random: Random): void {
	const shared = ydoc.getMap('shared');
	const key = `key ${Math.floor(random() * 5)}`;
	if (random() < 0.3) shared.delete(key);
	else shared.set(key, name);
}

function editText(ydoc: Y.Doc, name: string, random: Random): void {
	const text = ydoc.getText('text');
	const at = Math.floor(random() * (text.length + 1));
	if (random() < 0.4 && at < text.length)
		text.delete(at, Math.min(text.length - at, 1 + Math.floor(random() * 8)));
	else text.insert(at, name);
}

function editNested(ydoc: Y.Doc, name: string, random: Random): void {
	const shared = ydoc.getMap('shared');
	const nested = shared.get('nested');
	if (nested instanceof Y.Map && random() < 0.9) nested.set(`field ${Math.floor(random() * 4)}`, name);
	else shared.set('nested', new Y.Map([['made by', name]]));
}
