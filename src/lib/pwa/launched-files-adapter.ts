interface LaunchQueue {
	setConsumer(consume: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
}

/** A file, and where it lies: it can be saved there again. */
export type LaunchedFile = { readonly file: File; readonly handle: FileSystemFileHandle };

/** Hands over the files that the system opened the installed app with (`.rastudio`, see the manifest). */
export function watchLaunchedFiles(window: Window, open: (files: LaunchedFile[]) => void): void {
	if (!('launchQueue' in window)) return;
	const queue = window.launchQueue as LaunchQueue;
	queue.setConsumer(({ files }) => {
		if (files.length === 0) return;
		const opened = files.map(async (handle) => ({ file: await handle.getFile(), handle }));
		void Promise.all(opened).then(open, (cause: unknown) => {
			console.warn('The file the app was opened with could not be read.', cause);
		});
	});
}
