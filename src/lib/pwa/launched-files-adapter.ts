interface LaunchQueue {
	setConsumer(consume: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
}

/** Hands over the files that the system opened the installed app with (`.rastudio`, see the manifest). */
export function watchLaunchedFiles(window: Window, open: (files: File[]) => void): void {
	if (!('launchQueue' in window)) return;
	const queue = window.launchQueue as LaunchQueue;
	queue.setConsumer(({ files }) => {
		if (files.length === 0) return;
		void Promise.all(files.map((handle) => handle.getFile())).then(open, (cause: unknown) => {
			console.warn('The file the app was opened with could not be read.', cause);
		});
	});
}
