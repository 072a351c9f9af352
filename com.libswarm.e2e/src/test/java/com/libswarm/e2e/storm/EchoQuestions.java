package com.libswarm.e2e.storm;

import java.util.Random;

/** What an {@link EchoEngine} is asked: bodies of random bytes, and answers as long as the question says. */
final class EchoQuestions implements Questions {

    private static final int LONG = 100_000;
    private static final int SHORT = 2_000;

    @Override
    public Question next(String id, Random random) {
        int size = random.nextInt(random.nextInt(20) == 0 ? LONG : SHORT);
        String right = id + " " + Questions.sum(id) + " ";
        if (random.nextBoolean()) {
            String path = EchoEngine.PATH + id + "/" + Questions.sum(id) + "?size=" + size + (random.nextInt(3) == 0 ? "&chunked=1" : "");
            return Question.of(id, "GET", path, answer -> answer.status() == 200 && answer.text().equals(right + EchoEngine.filler(id, size)));
        }
        byte[] body = new byte[size];
        random.nextBytes(body);
        return new Question(id, "POST", EchoEngine.PATH + id + "/" + Questions.sum(id), body, random.nextInt(3) == 0,
                answer -> answer.status() == 200 && answer.text().equals(right + Questions.sum(body) + " " + size));
    }
}
