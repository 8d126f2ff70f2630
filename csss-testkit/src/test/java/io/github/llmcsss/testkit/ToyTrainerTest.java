package io.github.llmcsss.testkit;

class ToyTrainerTest extends TrainerContractTest.Honest {}
