import * as Y from 'yjs';

/**
 * Yjs deletes and collects nested types by recursion. A peer that nests thousands of them, which takes few bytes, and
 * deletes the outermost would overflow the stack of whoever hears of it, and of whoever opens the document ever after.
 * Here those inside wait until the one around them is done: the outcome is the same, as each is deleted or collected
 * by itself.
 */
export function flattenDeletion(): void {
	if (flattened) return;
	flattened = true;
	doOneByOne('delete');
	doOneByOne('gc');
}

let flattened = false;

function doOneByOne(name: 'delete' | 'gc'): void {
	const prototype = Y.ContentType.prototype as unknown as Record<typeof name, (given: unknown) => void>;
	const inner = prototype[name];
	let waiting: (() => void)[] | null = null;
	prototype[name] = function (this: Y.ContentType, given) {
		if (waiting) {
			waiting.push(() => inner.call(this, given));
			return;
		}
		waiting = [];
		try {
			inner.call(this, given);
			for (let next = waiting.pop(); next; next = waiting.pop()) next();
		} finally {
			waiting = null;
		}
	};
}
