import type { Clock } from '../../base/clock.ts';
import { ok, type Result } from '../../base/result.ts';
import type { ProjectFileContents, TransferOptions } from '../../storage/project-file/project-file.ts';
import { writeProjectBlob } from '../../storage/project-file/write-project-file.ts';
import { fileNameOf } from './file-name.ts';
import { leftOutOf } from './left-out.ts';
import type { SavedProject } from './save-in-place.ts';
import type { TransferProblem } from './transfer-problem.ts';

export type ExportedProject = SavedProject & { readonly blob: Blob };

/** Writes a file for a download. */
export async function exportBlob(
	contents: Result<ProjectFileContents, TransferProblem>,
	options: TransferOptions & { readonly clock: Clock },
): Promise<Result<ExportedProject, TransferProblem>> {
	if (!contents.ok) return contents;
	const written = await writeProjectBlob(contents.value, options);
	if (!written.ok) return written;
	const { blob, bytes } = written.value;
	return ok({ fileName: fileNameOf(contents.value.title), blob, bytes, leftOut: leftOutOf(written.value) });
}
