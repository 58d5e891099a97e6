import type { ProjectId } from '#lib/base/ids.ts';
import type { ProjectFiles } from '#lib/studio/project-files/project-files.ts';
import type { ProjectCard } from './home-port.ts';

/** A file that is ready to be dragged out of the page. */
type Ready = {
	readonly id: ProjectId;
	readonly changedAt: number;
	readonly url: string;
	readonly name: string;
};

const FILE_TYPE = 'application/vnd.rastudios.project+zip';
/** Bytes. Made while the pointer waits over a card: what takes longer is exported from the menu. */
const MOST = 32 * 1024 * 1024;

/**
 * Projects dragged out of the page as files. The file has to be there when the drag begins, so it is made when the pointer
 * comes to a card. Only Chromium's browsers take it from there (`DownloadURL`); elsewhere the card's address is dragged.
 */
export class ProjectDrag {
	#files: () => Pick<ProjectFiles, 'export'>;
	#ready: Ready | null = null;
	#stop: AbortController | null = null;

	constructor(files: () => Pick<ProjectFiles, 'export'>) {
		this.#files = files;
	}

	/** Makes the file, unless it is there or the project is too large for it. */
	async prepare({ id, changedAt }: ProjectCard): Promise<void> {
		if (this.#ready?.id === id && this.#ready.changedAt === changedAt) return;
		this.#stop?.abort();
		const stop = new AbortController();
		this.#stop = stop;
		const exported = await this.#files().export(id, {
			signal: stop.signal,
			onProgress: ({ total }) => {
				if (total > MOST) stop.abort();
			},
		});
		if (!exported.ok || stop.signal.aborted) return;
		this.dispose();
		const { blob, fileName: name } = exported.value;
		this.#ready = { id, changedAt, url: URL.createObjectURL(blob), name };
	}

	/** Gives the file along with the drag, if it is ready. */
	start({ id }: ProjectCard, transfer: DataTransfer | null): void {
		if (!transfer || this.#ready?.id !== id) return;
		const { url, name } = this.#ready;
		transfer.effectAllowed = 'copyLink';
		transfer.setData('DownloadURL', `${FILE_TYPE}:${name.replaceAll(':', ' ')}:${url}`);
	}

	dispose(): void {
		if (this.#ready) URL.revokeObjectURL(this.#ready.url);
		this.#ready = null;
	}
}
