// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace expertscope::testing {

/// A small HTTP server on this machine's loopback, with the faults of real ones.
class HttpServer : public QTcpServer {
  public:
    HttpServer() { connect(this, &QTcpServer::newConnection, this, &HttpServer::accept); }

    QUrl address() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/set").arg(serverPort())); }

    QHash<QString, QByteArray> files; ///< by path: "/set/one.gz"
    qint64 cutAfter = -1;             ///< bytes of a body until the connection breaks
    qint64 stallAfter = -1;           ///< bytes of a body until no more come, and the connection stays
    qint64 promises = -1;             ///< what Content-Length says, where that is a lie; 0: it says nothing
    bool endless = false;             ///< bodies are followed by more and more
    int dripMilliseconds = 0;         ///< a byte each time, where not 0, and never the last
    bool sendsInCircles = false;      ///< every address leads to itself
    bool knowsRanges = true;
    QList<QByteArray> requests;

  private:
    void accept() {
        QTcpSocket* socket = nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray text = socket->property("text").toByteArray() + socket->readAll();
            socket->setProperty("text", text);
            if (!text.endsWith("\r\n\r\n"))
                return;
            socket->setProperty("text", QByteArray());
            requests.append(text);
            answer(*socket, text);
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }

    void answer(QTcpSocket& socket, const QByteArray& text) {
        const QString path = QString::fromUtf8(text.split(' ')[1]);
        if (sendsInCircles) {
            socket.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + path.toUtf8() +
                         "\r\n\r\n");
            return;
        }
        if (!files.contains(path))
            return send(socket, "404 Not Found", "There is nothing here.");
        const QByteArray body = files[path];
        const qsizetype range = text.toLower().indexOf("range: bytes=");
        if (range < 0 || !knowsRanges)
            return send(socket, "200 OK", body);
        const qsizetype begin = range + 13;
        const qint64 first = text.mid(begin, text.indexOf('-', begin) - begin).toLongLong();
        if (first >= body.size())
            return send(socket, "416 Range Not Satisfiable", "");
        send(socket, "206 Partial Content", body.mid(first));
    }

    void send(QTcpSocket& socket, const QByteArray& status, const QByteArray& body) {
        const QByteArray length =
            promises == 0
                ? ""
                : "Content-Length: " + QByteArray::number(promises > 0 ? promises : body.size()) + "\r\n";
        socket.write("HTTP/1.1 " + status + "\r\n" + length + "\r\n");
        if (dripMilliseconds > 0) {
            auto* drip = new QTimer(&socket);
            connect(drip, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
            return drip->start(dripMilliseconds);
        }
        if (endless) {
            auto* more = new QTimer(&socket);
            connect(more, &QTimer::timeout, &socket, [&socket, body] {
                if (socket.bytesToWrite() < 1'000'000)
                    socket.write(body);
            });
            return more->start(0);
        }
        if (stallAfter >= 0 && body.size() > stallAfter) {
            socket.write(body.left(stallAfter));
            return;
        }
        if (cutAfter >= 0 && body.size() > cutAfter) {
            socket.write(body.left(cutAfter));
            return socket.disconnectFromHost();
        }
        socket.write(body);
    }
};

} // namespace expertscope::testing
