/** A place beside the database for one short text. Where there is none, both calls reject. */
export interface WitnessPlace {
	read(): Promise<string | null>;
	write(text: string): Promise<void>;
}

const NAME = 'rastudios-witness';

/** Two places that browsers, and people, clear apart from the database. */
export const witnessPlaces = (): readonly WitnessPlace[] => [inLocalStorage, inCacheStorage];

const inLocalStorage: WitnessPlace = {
	read: async () => localStorage.getItem(NAME),
	write: async (text) => localStorage.setItem(NAME, text),
};

/** A name of its own: the service worker clears its own caches only. */
const inCacheStorage: WitnessPlace = {
	async read() {
		const found = await (await caches.open(NAME)).match(`/${NAME}`);
		return found ? found.text() : null;
	},
	async write(text) {
		await (await caches.open(NAME)).put(`/${NAME}`, new Response(text));
	},
};
