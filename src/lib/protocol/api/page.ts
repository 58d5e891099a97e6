import * as v from 'valibot';

/** Things of a list that come at once, at most. */
export const MAX_PAGE = 100;
export const MAX_CURSOR_LENGTH = 512;

/** What every list is asked with; spread it into the query's `v.strictObject`. */
export const pageQuery = {
	/** `next` of the page before. */
	cursor: v.optional(v.pipe(v.string(), v.maxLength(MAX_CURSOR_LENGTH), v.regex(/^[\w-]+$/, 'is no cursor'))),
	limit: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^([1-9]\d?|100)$/, `must be a number from 1 to ${MAX_PAGE}`),
			v.transform(Number),
		),
		'50',
	),
};

/** What every list answers. `next` is null at the end; a page may be short, even empty, and have a next all the same. */
export const pageOf = <const Item extends v.GenericSchema>(item: Item) =>
	v.object({ items: v.array(item), next: v.nullable(v.string()) });
