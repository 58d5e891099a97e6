/** The file picker that some browsers have, and TypeScript's own types lack. */
interface SavePicker {
	showSaveFilePicker(options: {
		readonly suggestedName: string;
		readonly types: readonly { readonly accept: { readonly [type: string]: readonly string[] } }[];
	}): Promise<FileSystemFileHandle>;
}

/** Where to write a zip: a file the person chose, null where the browser only downloads, undefined for none after all. */
export async function chooseZip(name: string): Promise<FileSystemFileHandle | null | undefined> {
	if (!('showSaveFilePicker' in window)) return null;
	try {
		const types = [{ accept: { 'application/zip': ['.zip'] } }];
		return await (window as unknown as SavePicker).showSaveFilePicker({ suggestedName: name, types });
	} catch (thrown) {
		if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
		return null; // Not allowed here, in a frame say: a download always is.
	}
}
