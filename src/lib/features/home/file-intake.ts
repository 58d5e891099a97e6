import { m } from '#lib/paraglide/messages.js';
import type { AllReport } from '#lib/studio/project-files/project-bundle.ts';
import type { TransferProblem } from '#lib/studio/project-files/transfer-problem.ts';
import type { ImportsParts, IncomingFile, KnownAnswer, KnownFile } from './home-imports.svelte.ts';

const PROJECT_FILE = /\.rastudio$/i;
const BUNDLE = /\.zip$/i;

type Parts = ImportsParts & { readonly ask: (file: KnownFile) => Promise<KnownAnswer> };

/** Takes files in, one after the other, with a word about each. */
export class FileIntake {
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Resolves to whether each became a project of this device. */
	async take(files: readonly IncomingFile[]): Promise<boolean> {
		let all = true;
		for (const incoming of files) {
			const { name } = incoming.file;
			const taken = BUNDLE.test(name)
				? this.#takeBundle(incoming.file)
				: PROJECT_FILE.test(name)
					? this.#takeProject(incoming)
					: this.#fail(m.home_import_wrong_kind({ file: name }));
			all = (await taken) && all;
		}
		return all;
	}

	async #takeProject({ file, handle }: IncomingFile): Promise<boolean> {
		const { files, running, open } = this.#parts;
		const known = await files().find(file, handle);
		const answer = known ? await this.#parts.ask({ ...known, fileName: file.name }) : 'copy';
		if (answer === 'open' && known) open(known.projectId);
		if (answer !== 'copy') return false;
		// A copy is saved elsewhere: the file stays the place of the project that came from it.
		const place = known ? undefined : handle;
		const imported = await running.run(m.files_importing({ file: file.name }), (options) =>
			files().import(file, { ...options, handle: place }),
		);
		if (!imported.ok) return this.#refuse(file.name, imported.error, { file, handle });
		const action = { label: m.home_open(), run: () => open(imported.value.projectId) };
		this.#parts.show({ kind: 'success', text: m.home_imported({ file: file.name }), action });
		return true;
	}

	async #takeBundle(file: File): Promise<boolean> {
		const { files, running, show } = this.#parts;
		const report: AllReport = await running.run(m.files_importing({ file: file.name }), (options) =>
			files().importAll([file], {
				signal: options.signal,
				onProgress: ({ index, count, part }) =>
					options.onProgress?.({ done: index + part.done / part.total, total: count }),
			}),
		);
		for (const { fileName, result } of report.outcomes) {
			if (result.ok) show({ kind: 'success', text: m.home_imported({ file: fileName }) });
			else this.#fail(m.files_import_failed({ file: fileName, reason: result.error.message }));
		}
		if (report.cancelled) show({ kind: 'info', text: m.files_import_stopped({ file: file.name }) });
		return !report.cancelled && report.outcomes.every(({ result }) => result.ok);
	}

	#refuse(file: string, { reason, message }: TransferProblem, incoming: IncomingFile): false {
		if (reason === 'cancelled') {
			this.#parts.show({ kind: 'info', text: m.files_import_stopped({ file }) });
			return false;
		}
		const text = m.files_import_failed({ file, reason: message });
		const again = { label: m.files_try_again(), run: () => void this.take([incoming]) };
		// What the file itself is cannot change; what this device had against it can.
		const isTheFiles = FINAL.has(reason);
		this.#parts.show({ kind: 'error', text, ...(isTheFiles ? {} : { action: again }) });
		return false;
	}

	#fail(text: string): false {
		this.#parts.show({ kind: 'error', text });
		return false;
	}
}

const FINAL: ReadonlySet<TransferProblem['reason']> = new Set<TransferProblem['reason']>([
	'not-a-project',
	'damaged',
	'newer',
	'too-large',
	'unsafe',
	'unreadable',
]);
