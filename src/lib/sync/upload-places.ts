import type { JsonValue } from '../base/json.ts';
import type { AssetHash } from '../base/ids.ts';

/** Where this device keeps a value of one project. */
export type PlaceSetting = {
	read(): Promise<JsonValue | undefined>;
	write(value: { readonly [hash: string]: string }): Promise<unknown>;
};

/** The addresses of uploads that have begun, kept on this device so that they go on after a reload. */
export class UploadPlaces {
	#setting: PlaceSetting;
	#places: Promise<Map<string, string>> | null = null;

	constructor(setting: PlaceSetting) {
		this.#setting = setting;
	}

	async find(hash: AssetHash): Promise<string | null> {
		return (await this.#read()).get(hash) ?? null;
	}

	async set(hash: AssetHash, place: string | null): Promise<void> {
		const places = await this.#read();
		if (places.get(hash) === (place ?? undefined)) return;
		if (place === null) places.delete(hash);
		else places.set(hash, place);
		// What another tab writes meanwhile may be lost: then a little is sent again.
		await this.#setting.write(Object.fromEntries(places));
	}

	#read(): Promise<Map<string, string>> {
		this.#places ??= this.#setting.read().then(parsePlaces);
		return this.#places;
	}
}

function parsePlaces(value: JsonValue | undefined): Map<string, string> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
	const entries = Object.entries(value);
	return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
