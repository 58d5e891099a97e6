/**
 * States that only a pointer or a key can bring about, shown standing still: every rule for `:hover` and the like also
 * holds inside an element that says so (`data-shown="hover"`), and rules for touch hold where a phone is shown on a desk.
 */
const INSIDE: Readonly<Record<string, string>> = {
	':hover': "[data-shown~='hover'] *",
	':focus-visible': "[data-shown~='focus'] :is(a, button, input, textarea, [tabindex='0'])",
	':focus-within': "[data-shown~='focus'] *",
	':active': "[data-shown~='active'] *",
};
const STATE = /:(hover|focus-visible|focus-within|active)(?![\w-])/g;
const TOUCH = '(pointer: coarse)';

/** A selector that also holds where its state is only shown, and is as strong as before. */
export const withShownStates = (selector: string): string =>
	selector.replace(STATE, (state) => `:is(${state}, :where(${INSIDE[state]}))`);

/** What a media query says where touch is shown, or is not, whatever this device has; null: the same. */
export function withTouch(query: string, touch: boolean): string | null {
	if (!query.includes(TOUCH)) return null;
	const rest = query.replace(TOUCH, touch ? 'all' : 'not all');
	if (!touch) return 'not all';
	return rest.replace(/^all and /, '') || 'all';
}

const original = new WeakMap<CSSMediaRule, string>();

/** Makes every style sheet of the page obey `data-shown`, and `touch`. */
export function forceStyles(sheets: Iterable<CSSStyleSheet>, touch: boolean): void {
	for (const sheet of sheets) forceRules(sheet.cssRules, touch);
}

function forceRules(rules: CSSRuleList, touch: boolean): void {
	for (const rule of rules) {
		if (rule instanceof CSSMediaRule) forceMedia(rule, touch);
		else if (rule instanceof CSSStyleRule && !rule.selectorText.includes('data-shown'))
			rule.selectorText = withShownStates(rule.selectorText);
		if ('cssRules' in rule) forceRules(rule.cssRules as CSSRuleList, touch);
	}
}

function forceMedia(rule: CSSMediaRule, touch: boolean): void {
	const query = original.get(rule) ?? rule.media.mediaText;
	original.set(rule, query);
	const forced = withTouch(query, touch);
	if (forced !== null) rule.media.mediaText = forced;
}
