/** Whether the browser can decode a picture whose head was found fine: all of it, not only what its head says. */
export async function canDecode(picture: Blob): Promise<boolean> {
	// Outside of browsers nothing decodes, and nothing is shown.
	if (!('createImageBitmap' in globalThis)) return true;
	try {
		(await createImageBitmap(picture)).close();
		return true;
	} catch {
		return false; // it says only that it could not
	}
}
