/** Types words into the first field inside, and Enter: how a field comes to say what it cannot take. */
export const typed = (text: string) => (node: HTMLElement) => {
	const input = node.querySelector('input');
	if (!input) return;
	input.value = text;
	input.dispatchEvent(new Event('input', { bubbles: true }));
	input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
};
