/** Source text and names of files may hold control characters; a terminal must not obey them. */
export const harmless = (text: string): string => text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
