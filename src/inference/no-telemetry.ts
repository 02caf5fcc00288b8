/**
 * Keeps onnxruntime from writing a device id to the disk and sending events to its makers, which its packages do unless the
 * environment forbids it before the library is loaded (microsoft/onnxruntime#27379).
 *
 * Imported for its effect, before onnxruntime. A worker thread has a copy of the environment that no library sees, so
 * whoever starts threads imports it as well.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
