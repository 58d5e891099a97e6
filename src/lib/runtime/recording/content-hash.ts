import type { GameData } from '../world/game-data.ts';

/**
 * Tells whether two games are made of the same: what is in the scene, what can be spawned, and the code (as one text).
 * The order in which an entity's values come says nothing.
 */
export function contentHash({ entities, prefabs = {} }: GameData, code: string): string {
	const hash = new ContentHash();
	hash.add(entities);
	hash.add(prefabs);
	hash.add(code);
	return hash.text;
}

/** FNV-1a, twice 32 bits: to notice what is otherwise by chance, not to withstand anybody. */
class ContentHash {
	#one = 0x811c9dc5;
	#two = 0x9747b28c;

	get text(): string {
		return [this.#one, this.#two].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
	}

	add(value: unknown): void {
		if (ArrayBuffer.isView(value)) return this.#bytes(value);
		if (typeof value !== 'object' || value === null) return this.#string(JSON.stringify(value) ?? '');
		if (Array.isArray(value)) {
			this.#string(`[${value.length}`);
			for (const item of value) this.add(item);
			return;
		}
		const keys = Object.keys(value).sort();
		this.#string(`{${keys.length}`);
		for (const key of keys) {
			this.#string(key);
			this.add((value as Readonly<Record<string, unknown>>)[key]);
		}
	}

	#string(text: string): void {
		for (let i = 0; i < text.length; i++) this.#take(text.charCodeAt(i));
		this.#take(-1);
	}

	#bytes(view: ArrayBufferView): void {
		for (const byte of new Uint8Array(view.buffer, view.byteOffset, view.byteLength)) this.#take(byte);
	}

	#take(code: number): void {
		this.#one = Math.imul(this.#one ^ code, 0x01000193);
		this.#two = Math.imul(this.#two ^ code, 0x85ebca6b) + 1;
	}
}
