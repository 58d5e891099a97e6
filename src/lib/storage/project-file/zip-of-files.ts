import { systemClock, type Clock } from '../../base/clock.ts';
import { err, type Result } from '../../base/result.ts';
import { Breather } from './breather.ts';
import type { ByteSink } from './byte-sink.ts';
import { openByteSource } from './byte-source.ts';
import type { ProjectFileProblem } from './project-file.ts';
import { asResult, damaged, excess } from './project-file-refusal.ts';
import { openZipEntry } from './read-zip-entry.ts';
import { ANY_FILES, readZipDirectory } from './zip-directory.ts';
import { FULL_32 } from './zip-layout.ts';
import { writing, ZipWriter } from './zip-writer.ts';

type Options = { readonly clock?: Clock; readonly signal?: AbortSignal | undefined };

/** A zip of whole files, such as the projects of a device. */
export type ZipOfFiles = {
	readonly names: readonly string[];
	open(name: string): Promise<Result<Blob, ProjectFileProblem>>;
};

/** Opens a zip that people or their tools may have packed: names are never used as places on a disk. */
export function openZip(
	file: Blob,
	{ clock = systemClock, signal }: Options,
): Promise<Result<ZipOfFiles, ProjectFileProblem>> {
	return asResult(async () => {
		const source = openByteSource(file);
		const breather = new Breather(clock);
		const entries = await readZipDirectory(source, breather, { signal, rules: ANY_FILES });
		return {
			names: [...entries.keys()],
			open: (name) =>
				asResult(async () => {
					const entry = entries.get(name);
					if (!entry) throw damaged(`${name} is missing`);
					return openZipEntry(source, entry, breather, signal);
				}),
		};
	});
}

/** Writes one, file by file. A file that is refused is not in it; after any other problem it cannot go on. */
export function writeZip(sink: ByteSink, { clock = systemClock, signal }: Options) {
	const zip = new ZipWriter({ sink, breather: new Breather(clock), signal });
	let broken: ProjectFileProblem | null = null;
	return {
		/** What ended it, with half a file in it. */
		get broken(): ProjectFileProblem | null {
			return broken;
		},
		async add(name: string, blob: Blob): Promise<Result<void, ProjectFileProblem>> {
			if (broken) return err(broken);
			if (blob.size >= FULL_32) return err(tooLargeFor(name));
			const added = await asResult(() => zip.addBlob(name, blob, () => undefined));
			if (!added.ok) broken = added.error;
			return added;
		},
		async finish(): Promise<Result<void, ProjectFileProblem>> {
			if (broken) return err(broken);
			return asResult(async () => {
				await zip.finish();
				await writing(() => sink.close());
			});
		},
	};
}

const tooLargeFor = (name: string): ProjectFileProblem =>
	excess(`“${name}” is too large for a zip of projects. Export it by itself, or to a folder.`).problem;
