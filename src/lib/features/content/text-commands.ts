/** What the toolbar of a page offers; each is one command of the text editor. */
export const TEXT_COMMANDS = [
	'bold',
	'italic',
	'heading-1',
	'heading-2',
	'heading-3',
	'bullet-list',
	'ordered-list',
	'quote',
	'code',
	'code-block',
	'undo',
	'redo',
] as const;

export type TextCommand = (typeof TEXT_COMMANDS)[number];

/** What the text at the cursor is, and what can be done there. */
export type TextState = {
	readonly active: ReadonlySet<TextCommand>;
	readonly possible: ReadonlySet<TextCommand>;
	readonly empty: boolean;
};

export const NO_TEXT: TextState = { active: new Set(), possible: new Set(), empty: true };
