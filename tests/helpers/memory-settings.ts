import type { JsonValue } from '#lib/base/json.ts';
import { ok } from '#lib/base/result.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';

/** A device's settings, in memory only. */
export function memorySettings(): SettingsStore {
	const kept = new Map<string, JsonValue>();
	return {
		get: async (key) => kept.get(key),
		read: async (key) => ok(kept.get(key)),
		set: async (key, value) => kept.set(key, value).has(key),
		remove: async (key) => kept.delete(key),
	};
}
