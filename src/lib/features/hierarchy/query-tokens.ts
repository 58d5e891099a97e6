export type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=' | ':';

export type Word = {
	readonly kind: 'word';
	readonly text: string;
	/** In quotes: it may hold anything, and means nothing but itself. */
	readonly quoted: boolean;
};

export type Token = Word | { readonly kind: 'operator'; readonly text: Operator };

// Phones write curly quotes by themselves. One that is not closed yet goes to the end.
const TOKEN = /["“”„]([^"“”„]*)["“”„]?|(<=|>=|!=|[≤≥≠<>=:])|((?:(?!!=)[^\s"“”„≤≥≠<>=:])+)/gu;
const TYPED: Readonly<Record<string, Operator>> = { '≤': '<=', '≥': '>=', '≠': '!=' };

/** What was typed as words and the signs between them. */
export function readTokens(text: string): readonly Token[] {
	return [...text.matchAll(TOKEN)].map(([, quoted, operator, word = '']): Token => {
		if (operator !== undefined) return { kind: 'operator', text: TYPED[operator] ?? (operator as Operator) };
		return { kind: 'word', text: quoted ?? word, quoted: quoted !== undefined };
	});
}
