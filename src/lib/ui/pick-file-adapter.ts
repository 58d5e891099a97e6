type Picker = (options: {
	readonly suggestedName: string;
	readonly types: readonly {
		readonly description: string;
		readonly accept: Readonly<Record<string, string[]>>;
	}[];
}) => Promise<FileSystemFileHandle>;

/** Asks the person where to save a file; null: not now. Undefined where the browser only downloads. */
export function filePicker(
	window: Window,
	type: { readonly description: string; readonly mime: string; readonly extension: string },
): ((fileName: string) => Promise<FileSystemFileHandle | null>) | undefined {
	const { showSaveFilePicker: show } = window as { showSaveFilePicker?: Picker };
	if (!show) return undefined;
	return async (suggestedName) => {
		const { description, mime, extension } = type;
		try {
			return await show.call(window, {
				suggestedName,
				types: [{ description, accept: { [mime]: [extension] } }],
			});
		} catch (thrown) {
			// The person closed the browser's own dialog.
			if (thrown instanceof DOMException && thrown.name === 'AbortError') return null;
			throw thrown;
		}
	};
}
