/** Asks the person for one file; undefined: not now. */
export function pickRecording(): Promise<File | undefined> {
	const input = document.createElement('input');
	input.type = 'file';
	input.accept = '.json,application/json';
	return new Promise((resolve) => {
		input.onchange = () => resolve(input.files?.[0]);
		input.oncancel = () => resolve(undefined);
		input.click();
	});
}
