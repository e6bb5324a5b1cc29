use voxanne_schema::model::{Mode, Security, Volatility};

use super::*;
use crate::outputs::testing::{Model, column, data_type, qualified};

fn function(name: &str, arguments: Vec<Argument>, returns: Returns) -> Function {
    Function {
        name: qualified(name),
        arguments,
        returns,
        language: Name::new("sql"),
        volatility: Volatility::Stable,
        security: Security::Invoker,
        strict: false,
        options: Default::default(),
        search_path: None,
        body: String::new(),
        depends_on: Vec::new(),
    }
}

fn argument(name: &str, of: &str, default: Option<Literal>) -> Argument {
    Argument {
        mode: Mode::In,
        name: Name::new(name),
        data_type: data_type(of),
        default: default.map(Expression::Literal),
    }
}

fn out(name: &str, of: &str) -> Argument {
    Argument {
        mode: Mode::Out,
        ..argument(name, of, None)
    }
}

/// The lines between the first that is `from` and the next that is as deep, without indentation.
fn part(text: &str, from: &str) -> String {
    let start = text.find(&format!("\n{from}")).map_or(0, |at| at + 1);
    let rest = &text[start..];
    let indent = rest.len() - rest.trim_start().len();
    let mut lines = Vec::new();
    for line in rest.lines() {
        let depth = line.len() - line.trim_start().len();
        lines.push(line.get(indent..).unwrap_or_default());
        if lines.len() > 1 && depth <= indent {
            break;
        }
    }
    lines.join("\n")
}

#[test]
fn what_an_insert_must_say_follows_from_the_column() {
    let mut with = vec![
        column("always", "bigint"),
        column("by_default", "int4"),
        column("generated", "text"),
        column("default", "timestamptz"),
        column("nullable", "jsonb?"),
        column("needed", "uuid"),
    ];
    with[0].identity = Some(Identity::Always);
    with[1].identity = Some(Identity::ByDefault);
    with[2].generated = Some(Expression::raw("'x'"));
    with[3].default = Some(Expression::raw("now()"));
    let text = typescript(&Model::default().columns("rows", &[], with).declared());
    assert_eq!(
        part(&text, "      rows: {"),
        "\
rows: {
  Row: {
    always: number
    by_default: number
    generated: string
    default: string
    nullable: Json | null
    needed: string
  }
  Insert: {
    always?: never
    by_default?: number
    generated?: never
    default?: string
    nullable?: Json | null
    needed: string
  }
  Update: {
    always?: never
    by_default?: number
    generated?: never
    default?: string
    nullable?: Json | null
    needed?: string
  }
  Relationships: []
}"
    );
}

#[test]
fn names_and_comments_stay_inside_their_quotes() {
    let model = Model::default()
        .table(
            "العملاء",
            &[],
            &[("a \"b\" \\", "text"), ("1st", "inet"), ("new", "int8range[]")],
        )
        .comment(
            ObjectId::Table(qualified("العملاء")),
            "ends */ here\nand \u{202e}there",
        )
        .add(Enum {
            name: qualified("__proto__"),
            labels: vec![Name::new("it's"), Name::new("a\"b\n")],
        });
    let text = typescript(&model.declared());
    for part in [
        "      /**\n       * ends *\\/ here\n       * and there\n       */\n      \"العملاء\": {\n",
        "          \"a \\\"b\\\" \\\\\": string\n          \"1st\": string\n          new: string[]\n",
        "      __proto__: \"it's\" | \"a\\\"b\\n\"\n",
        "      [\"__proto__\"]: [\"it's\", \"a\\\"b\\n\"],\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn references_follow_postgrest() {
    let model = Model::default()
        .table("clinics", &["id"], &[("id", "uuid")])
        .table(
            "settings",
            &["clinic_id"],
            &[("clinic_id", "uuid"), ("user_id", "uuid")],
        )
        .refers("settings", &["clinic_id"], "clinics", &["id"])
        .refers("settings", &["user_id"], "auth.users", &["id"]);
    let text = typescript(&model.declared());
    assert_eq!(
        part(&text, "        Relationships: [\n"),
        "\
Relationships: [
  {
    foreignKeyName: \"clinic_id_fkey\"
    columns: [\"clinic_id\"]
    isOneToOne: true
    referencedRelation: \"clinics\"
    referencedColumns: [\"id\"]
  },
]"
    );
}

#[test]
fn what_comes_out_of_arguments_is_the_result() {
    let model = Model::default()
        .add(function("one", vec![out("n", "int4")], Returns::Out))
        .add(function(
            "rows",
            vec![
                argument("above", "int4", None),
                out("label", "text"),
                out("n", "int4"),
            ],
            Returns::SetOfOut,
        ));
    let text = typescript(&model.declared());
    assert_eq!(
        part(&text, "    Functions: {\n      one"),
        "\
Functions: {
  one: {
    Args: Record<PropertyKey, never>
    Returns: number
  }
  rows: {
    Args: {
      above: number
    }
    Returns: {
      label: string
      n: number
    }[]
  }
}"
    );
}

#[test]
fn functions_have_arguments_and_results() {
    let kind = Enum {
        name: qualified("other.kind"),
        labels: vec![Name::new("a")],
    };
    let rows = Returns::Table(vec![(Name::new("pattern"), data_type("text"))]);
    let model = Model::default()
        .add(kind)
        .add(function(
            "find",
            vec![argument("kind", "!other.kind", None)],
            rows,
        ))
        .add(function(
            "twice",
            vec![argument("n", "int4", Some(Literal::Integer(1)))],
            Returns::Void,
        ))
        .add(function(
            "twice",
            vec![argument("n", "text", Some(Literal::Null))],
            Returns::Void,
        ))
        .add(function("none", Vec::new(), Returns::SetOf(data_type("text"))))
        .add(function("guard", Vec::new(), Returns::Trigger));
    let text = typescript(&model.declared());
    assert_eq!(
        part(&text, "    Functions: {\n      find"),
        "\
Functions: {
  find: {
    Args: {
      kind: Database[\"other\"][\"Enums\"][\"kind\"]
    }
    Returns: {
      pattern: string
    }[]
  }
  none: {
    Args: Record<PropertyKey, never>
    Returns: string[]
  }
  twice:
    | {
      Args: {
        n?: number
      }
      Returns: undefined
    }
    | {
      Args: {
        n?: string | null
      }
      Returns: undefined
    }
}"
    );
}
