// Run in the page. They stand in for the person's answer to the system's dialog; the files are real ones of the browser.

type Picked = { readonly suggestedName: string };

/** From now on the page may save to files of its own, as if the person chose them. */
export function offerPrivateFiles(): void {
	const pick = async ({ suggestedName }: Picked) => {
		const root = await navigator.storage.getDirectory();
		const folder = await root.getDirectoryHandle('picked', { create: true });
		return folder.getFileHandle(suggestedName, { create: true });
	};
	Object.assign(window, { showSaveFilePicker: pick });
}

/** Its bytes in base64. */
export async function readPrivateFile(name: string): Promise<string> {
	const root = await navigator.storage.getDirectory();
	const folder = await root.getDirectoryHandle('picked');
	const file = await (await folder.getFileHandle(name)).getFile();
	const bytes = new Uint8Array(await file.arrayBuffer());
	return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Writes something that is none of ours. */
export async function writePrivateFile(name: string): Promise<void> {
	const root = await navigator.storage.getDirectory();
	const folder = await root.getDirectoryHandle('picked');
	const writable = await (await folder.getFileHandle(name)).createWritable();
	await writable.write('mine');
	await writable.close();
}
