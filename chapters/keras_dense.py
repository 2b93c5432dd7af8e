"""The model of chapter 9 in Keras."""

import keras
from keras import layers


def build():
    """Two inputs, layers of 10 and 20 units, one logit."""
    return keras.Sequential(
        [
            keras.Input(shape=(2,)),
            layers.Dense(10, activation="relu"),
            layers.Dense(20, activation="relu"),
            layers.Dense(1),
        ]
    )


def train(model, X, y, X_test, y_test, epochs=30):
    """Train with Adam in batches of 64."""
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.02),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return model.fit(
        X,
        y[:, None],
        batch_size=64,
        epochs=epochs,
        validation_data=(X_test, y_test[:, None]),
        verbose=0,
    )


def save_and_load(model, path):
    """Write the model into a file that ends in .keras, and read it."""
    model.save(path)
    return keras.models.load_model(path)
