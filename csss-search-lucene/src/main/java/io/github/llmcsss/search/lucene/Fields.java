package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Document;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/** The fields of the index, and the Lucene document that a document becomes. */
final class Fields {
  static final String ID = "id";
  static final String TITLE = "title";
  static final String BRAND = "brand";
  static final String FEATURES = "features";
  static final String DESCRIPTION = "description";
  static final String CATEGORIES = "categories";
  static final String CATEGORY_PATH = "category-path";
  static final String PRICE = "price";
  static final String VECTOR = "vector";
  static final String SOURCE = "source";

  /**
   * Documents lie in the order of their ids, so that Lucene, which breaks ties by place, breaks
   * them by id.
   */
  static final Sort ORDER = new Sort(new SortField(ID, SortField.Type.STRING));

  /** Lucene's limit for the bytes of a sorted value, in characters of three bytes. */
  private static final int MAXIMUM_ID_LENGTH = 10_000;

  private static final int EMBEDDED_LENGTH = 400;
  private static final FieldType TEXT = textType();

  private Fields() {}

  static org.apache.lucene.document.Document of(Document document) {
    String id = document.id();
    if (id.length() > MAXIMUM_ID_LENGTH) {
      throw new IllegalArgumentException(
          "id must be at most "
              + MAXIMUM_ID_LENGTH
              + " characters long, but was "
              + id.length()
              + ": "
              + id.substring(0, 40)
              + "…");
    }
    org.apache.lucene.document.Document fields = new org.apache.lucene.document.Document();
    fields.add(new SortedDocValuesField(ID, new BytesRef(CharBytes.encode(id))));
    fields.add(new Field(TITLE, document.title(), TEXT));
    fields.add(new Field(BRAND, document.brand(), TEXT));
    document.features().forEach(feature -> fields.add(new Field(FEATURES, feature, TEXT)));
    fields.add(new Field(DESCRIPTION, document.description(), TEXT));
    document.categories().forEach(name -> fields.add(new Field(CATEGORIES, name, TEXT)));
    for (byte[] key : CategoryPaths.keys(document.categories())) {
      fields.add(new StringField(CATEGORY_PATH, new BytesRef(key), Field.Store.NO));
    }
    document.price().ifPresent(price -> fields.add(new DoublePoint(PRICE, plain(price))));
    fields.add(new StoredField(SOURCE, DocumentBytes.encode(document)));
    return fields;
  }

  static Field vector(float[] vector) {
    return new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT);
  }

  /**
   * What is embedded of a document: title, brand, category path and as much of features and
   * description as fits 400 characters, which is about what a small model reads.
   */
  static String embeddedText(Document document) {
    List<String> parts = new ArrayList<>();
    parts.add(document.title());
    parts.add(document.brand());
    parts.add(String.join(" ", document.categories()));
    parts.addAll(document.features());
    parts.add(document.description());
    parts.removeIf(String::isBlank);
    String text = String.join("\n", parts);
    if (text.length() <= EMBEDDED_LENGTH) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(EMBEDDED_LENGTH - 1));
    return text.substring(0, splitsPair ? EMBEDDED_LENGTH - 1 : EMBEDDED_LENGTH);
  }

  /** Points tell -0 from 0, prices do not. */
  static double plain(double price) {
    return price + 0.0;
  }

  private static FieldType textType() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }
}
