export type RefusalReason =
	| 'empty'
	| 'too-large'
	| 'not-gltf'
	| 'version'
	| 'truncated'
	| 'damaged'
	| 'external'
	| 'missing-file'
	| 'unsupported'
	| 'nothing-to-show'
	| 'bad-image';

/** Ends a check from anywhere inside it; `checkModel` turns it into a Result. The text follows the file's name. */
export class Refused extends Error {
	readonly reason: RefusalReason;

	constructor(reason: RefusalReason, why: string) {
		super(why);
		this.reason = reason;
	}
}
