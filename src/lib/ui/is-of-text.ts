/** Whether a clipboard event happens where one types, or about words that are selected: then it is the text's. */
export function isOfText({ target }: Event): boolean {
	const element = target as Element;
	if (element.closest?.('input:not([type=range]), textarea, [contenteditable]')) return true;
	return element.ownerDocument?.getSelection()?.isCollapsed === false;
}
