import { randomFillSync } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { median, round, type Figure } from '../figure.ts';
import { onBenchPage } from './bench-page.ts';
import { peakMemory } from './browser-memory.ts';
import type { FileBench } from './page/file-page.ts';

const RUNS = 5;
const FILE_MB = 500;
const MB = 1_000_000;

/** What keeping one large file costs: time against merely reading it, and memory against holding it. */
export async function measureFiles(): Promise<Figure[]> {
	const folder = await mkdtemp(join(tmpdir(), 'rastudios-bench-'));
	try {
		const path = join(folder, 'large.glb');
		await writeNoise(path);
		return await onBenchPage('file.html', async (page) => {
			await page.waitForFunction(() => 'fileBench' in globalThis);
			await page.getByLabel('File').setInputFiles(path);
			return measure(page);
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure(page: Page): Promise<Figure[]> {
	const read = (): ReturnType<FileBench['read']> => page.evaluate(() => globalThis.fileBench.read());
	const keep = (): ReturnType<FileBench['keep']> => page.evaluate(() => globalThis.fileBench.keep());
	// Once for nothing: the file comes into the system's cache, the worker and its code into the browser.
	await read();
	await keep();
	const times = { read: [] as number[], kept: [] as number[], opened: [] as number[] };
	const peaks: number[] = [];
	for (let run = 0; run < RUNS; run++) {
		times.read.push(await read());
		peaks.push(
			await peakMemory(async () => {
				const { kept, opened } = await keep();
				times.kept.push(kept);
				times.opened.push(opened);
			}),
		);
	}
	const speed = (ms: readonly number[]) => (FILE_MB / median(ms)) * 1000;
	const against = (name: string, ours: readonly number[]): Figure => ({
		...{ name, unit: 'MB/s', ours: round(speed(ours)), against: 'merely reading it' },
		...{ value: round(speed(times.read)), ratio: round(speed(ours) / speed(times.read)) },
	});
	const peak = median(peaks);
	return [
		against('store-500mb', times.kept),
		against('open-500mb', times.opened),
		{
			...{ name: 'store-500mb-memory', unit: 'MB', ours: round(peak), against: 'holding it' },
			...{ value: FILE_MB, ratio: round(FILE_MB / peak) },
		},
	];
}

/** Bytes without a pattern, so that no disk can make less of them. */
async function writeNoise(path: string): Promise<void> {
	const piece = new Uint8Array(10 * MB);
	const file = await open(path, 'w');
	try {
		for (let written = 0; written < FILE_MB * MB; written += piece.length) {
			await file.write(randomFillSync(piece));
		}
	} finally {
		await file.close();
	}
}
