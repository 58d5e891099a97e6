// What the figures of large files run inside a browser, on the file chosen there. Called by name from `file-figures.ts`.
import { systemClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';

const { assets } = await openDeviceStorage({ clock: systemClock });

const bench = {
	/** Milliseconds to merely read it. */
	async read(): Promise<number> {
		const file = chosen();
		return timed(async () => {
			let bytes = 0;
			for await (const piece of pieces(file.stream())) bytes += piece.length;
			if (bytes !== file.size) throw new Error(`Read ${bytes} of ${file.size} bytes`);
		});
	},
	/** Milliseconds to hash and store it, and to open it again; nothing of it stays. */
	async keep(): Promise<{ readonly kept: number; readonly opened: number }> {
		const file = chosen();
		const started = performance.now();
		const { hash } = unwrap(await assets.putFile(file));
		const kept = performance.now() - started;
		const opened = await timed(async () => {
			const found = unwrap(await assets.open(hash));
			if (found?.size !== file.size) throw new Error('It is not here');
		});
		await assets.remove(hash);
		return { kept, opened };
	},
};

export type FileBench = typeof bench;

declare global {
	var fileBench: FileBench;
}

globalThis.fileBench = bench;

function chosen(): File {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('Nothing was chosen');
	return file;
}

async function timed(run: () => Promise<void>): Promise<number> {
	const started = performance.now();
	await run();
	return performance.now() - started;
}

async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = stream.getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
