// Stands in for the native logger of VS Code's server: writes the same log files, from JavaScript.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = 2;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.closeSync(fs.openSync(file, 'a'));
  }

  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`;
    // The folder of the run may be gone by the time the last line comes.
    try { fs.appendFileSync(this.file, line); } catch { /* nothing to log to */ }
  }

  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.raw = true; }
  setPattern() { }
  flush() { }
  drop() { }
}

const create = async (name, file) => new Logger('rotating', name, file);

// One by one: VS Code imports them by name.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => { };
exports.setFlushOn = () => { };
exports.shutdown = () => { };
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
