/** What AWS's runtime does in a function's process: loads the handler from the task root, and calls it when told. */
const { LAMBDA_TASK_ROOT } = process.env;
const { handler } = require(`${LAMBDA_TASK_ROOT}/dist/worker/lambda`);

process.on('message', async ({ awsRequestId, invokedFunctionArn, timeoutMs }) => {
  const deadline = Date.now() + timeoutMs;
  const getRemainingTimeInMillis = () => deadline - Date.now();
  try {
    await handler({}, { awsRequestId, invokedFunctionArn, getRemainingTimeInMillis });
    process.send({ leftMs: getRemainingTimeInMillis(), error: null });
  } catch (error) {
    process.send({ leftMs: getRemainingTimeInMillis(), error: String(error) });
  }
});
