import type { DocumentId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { fieldOfKey } from '../doc/components/registry.ts';
import { isOverrideKey, parseOverrideKey } from '../doc/prefabs/overrides.ts';

export type CopiedScript = { readonly id: DocumentId; readonly title: string; readonly text: string };

/** The script that a register says its entity runs. */
export function scriptNamedBy(key: string, value: JsonValue): DocumentId | undefined {
	const own = isOverrideKey(key) ? (parseOverrideKey(key)?.key ?? '') : key;
	const field = fieldOfKey(own)?.field;
	return field?.kind === 'document' && field.accepts === 'script' && typeof value === 'string'
		? (value as DocumentId)
		: undefined;
}

const IMPORTED = /\bfrom\s*['"]\.\/([^'"\n]+)['"]/g;

/** Of these scripts those that are named, and those that they import by their names, one for the other. */
export function withImported(
	named: Iterable<DocumentId>,
	scripts: readonly CopiedScript[],
): readonly CopiedScript[] {
	const wanted = new Set(named);
	const byTitle = new Map(scripts.toReversed().map((script) => [script.title, script]));
	const found: CopiedScript[] = [];
	for (const id of wanted) {
		const script = scripts.find((each) => each.id === id);
		if (!script) continue;
		found.push(script);
		for (const [, title = ''] of script.text.matchAll(IMPORTED)) {
			const imported = byTitle.get(title);
			if (imported) wanted.add(imported.id);
		}
	}
	return found;
}
