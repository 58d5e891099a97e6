/** The server cannot start, for a reason its host can mend. The message is the one line they see. */
export class StartError extends Error {
	override readonly name = 'StartError';
}
