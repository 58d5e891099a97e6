import process from 'node:process';

/** On which screens whole pages are judged, as whether it is a phone's: the narrow one, and with LONG=1 both. */
export const PHONE_OR_NOT: readonly boolean[] = process.env['LONG'] ? [false, true] : [true];
