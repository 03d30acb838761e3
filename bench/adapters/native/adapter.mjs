export default { title: "native: the text in paragraphs, no annotations", caps: {} };
